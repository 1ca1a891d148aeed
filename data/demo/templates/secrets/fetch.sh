#!/usr/bin/env bash
# Reads the secrets of <<service>> into the environment of the process that follows.
set -euo pipefail
# settings
stage=${STAGE:-dev}
json=$(aws secretsmanager get-secret-value --secret-id "<<team>>/$stage/<<service>>" --query SecretString --output text)
while IFS='=' read -r name value; do
  export "$name=$value"
done < <(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<< "$json")
exec "$@"
