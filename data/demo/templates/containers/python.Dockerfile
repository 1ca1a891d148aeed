FROM python:3.11-slim
WORKDIR /app
ENV PYTHONUNBUFFERED=1
# settings
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY src ./src
EXPOSE <<port>>
<<?non-root-user>>USER 10001
CMD ["python", "-m", "src.main"]
