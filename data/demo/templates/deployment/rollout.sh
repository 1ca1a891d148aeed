#!/bin/sh
# Copies the jar to the machines of one environment and restarts the service there.
set -eu
target=$1
# settings
for host in $(cat "environments/$target.hosts"); do
  scp build/libs/<<service>>.jar "deploy@$host:/opt/<<service>>/next.jar"
  ssh "deploy@$host" "sudo systemctl stop <<service>> && mv /opt/<<service>>/next.jar /opt/<<service>>/current.jar && sudo systemctl start <<service>>"
  sleep 20
  ssh "deploy@$host" "curl -sf localhost:<<port>>/health" || exit 1
done
