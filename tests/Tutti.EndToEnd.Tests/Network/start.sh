#!/usr/bin/env bash
# start.sh NAME MACHINES RATE: as many machines as namespaces, each with one cable (NAMEv1, NAMEv2, …) to one switch (NAMEs), for tests. Machine N
# is the namespace NAME-N and has the address 10.213.7.N; what reaches it is limited to RATE (as tc writes it). Needs root and iproute2.
# stop.sh NAME MACHINES takes it down.
set -euo pipefail
name=$1 machines=$2 rate=$3
ip link add "${name}s" type bridge
ip link set "${name}s" up
for machine in $(seq "$machines"); do
  namespace=$name-$machine cable=${name}v$machine
  ip netns add "$namespace"
  ip link add "$cable" type veth peer name eth0 netns "$namespace"
  ip link set "$cable" master "${name}s" up
  ip -n "$namespace" addr add "10.213.7.$machine/24" dev eth0
  ip -n "$namespace" link set eth0 up
  ip -n "$namespace" link set lo up
  tc qdisc add dev "$cable" root tbf rate "$rate" burst 256kb latency 100ms
done
