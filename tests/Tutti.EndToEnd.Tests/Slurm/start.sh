#!/usr/bin/env bash
# start.sh FOLDER NODES PORT: a Slurm cluster of NODES nodes that are all this machine, for tests. Needs root and Debian's slurm-wlm and munge.
# Its daemons (also munge's, so that the machine's own is left alone) keep everything in FOLDER and use the ports PORT to PORT+NODES. Jobs find
# it by SLURM_CONF=FOLDER/slurm.conf. stop.sh FOLDER ends it.
set -euo pipefail
folder=$1 nodes=$2 port=$3 host=$(hostname -s)
mkdir -p "$folder"/{munge,state,logs,pids}
# munged wants nobody else to be able to change where its socket lies.
chmod 755 "$folder" "$folder/munge"
head -c 128 /dev/urandom >"$folder/munge/key"
chmod 600 "$folder/munge/key"
munged --force --socket="$folder/munge/socket" --key-file="$folder/munge/key" --pid-file="$folder/pids/munged" \
  --log-file="$folder/logs/munged" --seed-file="$folder/munge/seed"

cat >"$folder/slurm.conf" <<CONF
ClusterName=tutti
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
# Tutti's port follows from the job's number: other numbers than those of another such cluster.
FirstJobId=$port
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/pids/slurmctld
SlurmdPidFile=$folder/pids/slurmd-%n
SlurmctldLogFile=$folder/logs/slurmctld
SlurmdLogFile=$folder/logs/slurmd-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
ReturnToService=2
KillWait=1
NodeName=n[1-$nodes] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP OverSubscribe=FORCE:8
CONF

export SLURM_CONF=$folder/slurm.conf
slurmctld
for node in $(seq "$nodes"); do slurmd -N "n$node"; done
for attempt in $(seq 150); do
  [ "$(sinfo -h -t idle -o %D 2>&1)" = "$nodes" ] && exit 0
  sleep 0.1
done
echo "Slurm: not every node is idle. Got $(sinfo -h -o '%T %D' 2>&1 | tr '\n' ' '). Expected $nodes. See $folder/logs." >&2
exit 1
