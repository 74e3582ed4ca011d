#!/usr/bin/env bash
# stop.sh FOLDER: ends the cluster of start.sh FOLDER, its jobs first.
folder=$1
export SLURM_CONF=$folder/slurm.conf
timeout 5 scancel --signal=KILL --full --user="$(id -un)" 2>/dev/null
daemons=$(cat "$folder"/pids/* 2>/dev/null)
[ -n "$daemons" ] || exit 0
# shellcheck disable=SC2086 # one word a process
kill $daemons 2>/dev/null
for attempt in $(seq 50); do
  kill -0 $daemons 2>/dev/null || exit 0
  sleep 0.1
done
kill -KILL $daemons 2>/dev/null
exit 0
