#!/usr/bin/env bash
# Reads the secrets of <<service>> into the environment of the process that follows.
set -euo pipefail
# settings
stage=${STAGE:-dev}
cache=${XDG_RUNTIME_DIR:-/tmp}/<<service>>-$stage.json
fetch() {
  aws secretsmanager get-secret-value \
    --secret-id "<<team>>/$stage/<<service>>" \
    --query SecretString \
    --output text
}
if [[ $stage == dev && -s $cache ]]; then
  json=$(< "$cache")
else
  json=$(fetch)
  umask 077
  printf '%s' "$json" > "$cache"
fi
while IFS='=' read -r name value; do
  export "$name=$value"
done < <(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<< "$json")
exec "$@"
