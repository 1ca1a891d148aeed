#!/bin/sh
# Copies the jar of <<service>> to the machines of one environment and restarts the service there.
set -eu
target=$1
# settings
log() {
  echo "$(date -u +%H:%M:%S) $*"
}
wait_until_up() {
  tries=0
  until ssh "deploy@$1" "curl -sf localhost:<<port>>/health"; do
    tries=$((tries + 1))
    [ "$tries" -lt 12 ] || return 1
    sleep 5
  done
}
for host in $(cat "environments/$target.hosts"); do
  log "copying to $host"
  scp build/libs/<<service>>.jar "deploy@$host:/opt/<<service>>/next.jar"
  ssh "deploy@$host" "sudo systemctl stop <<service>>"
  ssh "deploy@$host" "mv /opt/<<service>>/current.jar /opt/<<service>>/previous.jar"
  ssh "deploy@$host" "mv /opt/<<service>>/next.jar /opt/<<service>>/current.jar"
  ssh "deploy@$host" "sudo systemctl start <<service>>"
  if ! wait_until_up "$host"; then
    log "$host does not come up, going back"
    ssh "deploy@$host" "mv /opt/<<service>>/previous.jar /opt/<<service>>/current.jar"
    ssh "deploy@$host" "sudo systemctl restart <<service>>"
    exit 1
  fi
done
log "done"
