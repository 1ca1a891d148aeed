FROM eclipse-temurin:17-jre
WORKDIR /app
# settings
COPY build/libs/<<service>>.jar /app/app.jar
EXPOSE <<port>>
<<?non-root-user>>USER 10001
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/app.jar"]
