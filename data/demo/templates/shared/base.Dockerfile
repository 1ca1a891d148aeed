FROM registry.<<domain>>/base/<<language>>:4.2
COPY . /app
EXPOSE <<port>>
<<?non-root-user>>USER app
