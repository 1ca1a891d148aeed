#!/bin/sh
# Puts the Jenkins credentials of <<service>> where the service unit expects them.
set -eu
umask 077
# settings
: > /etc/<<service>>.env
for name in DATABASE_USER DATABASE_PASSWORD RATES_FEED_TOKEN; do
  eval "value=\${$name:?}"
  echo "$name=$value" >> /etc/<<service>>.env
done
