#!/usr/bin/env bash
# stop.sh NAME MACHINES: takes down what start.sh NAME MACHINES made, also where it failed half-way.
name=$1 machines=$2
for machine in $(seq "$machines"); do
  ip link del "${name}v$machine" 2>/dev/null
  ip netns del "$name-$machine" 2>/dev/null
done
ip link del "${name}s" 2>/dev/null
exit 0
