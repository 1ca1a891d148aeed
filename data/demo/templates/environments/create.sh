#!/bin/sh
# Makes the machines of one environment of <<service>>, by hand, in this order.
set -eu
target=$1
# settings
count=2
[ "$target" = prod ] && count=4
i=1
while [ "$i" -le "$count" ]; do
  openstack server create --flavor m1.large --image ubuntu-20.04 --network treasury "<<service>>-$target-$i"
  i=$((i + 1))
done
openstack server list --name "<<service>>-$target" -f value -c Networks > "environments/$target.hosts"
psql -h "db.$target.treasury" -c "CREATE DATABASE \"<<service>>\"" || true
