FROM golang:1.21-bookworm
WORKDIR /src
# settings
COPY go.mod ./
COPY . .
RUN go build -o /usr/local/bin/<<service>> ./cmd/<<service>>
EXPOSE <<port>>
<<?non-root-user>>USER nobody
ENTRYPOINT ["/usr/local/bin/<<service>>"]
