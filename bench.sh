#!/usr/bin/env bash
# Measures products and training steps and, where the peers' script is given, the same in PyTorch and NumPy, alternating in one run.
#   ./bench.sh                       ours only
#   TUTTI_PEER=/path/to/peer ./bench.sh [ROUNDS [THEME]]
# THEME is training-steps (products, mlp, cnn; the default), sequence-steps (ECG autoencoder, LSTM, GPT) or collectives (all-reduce, launching).
# Writes benchmarks/results/<processor>/<theme>_<date>.md. Quiet the machine first: nothing else may run.
set -euo pipefail
cd "$(dirname "$0")"
rounds=${1:-7}
theme=${2:-training-steps}
if [ -z "${TUTTI_PEER:-}" ] && [ -x ../shared/peers/peer ]; then TUTTI_PEER=$(cd ../shared/peers && pwd)/peer; fi
raw=$(mktemp) command=$(mktemp -d)
trap 'rm -rf "$raw" "$command"' EXIT
# As users have it: published for this kind of machine.
dotnet publish src/Tutti.Cli -c Release --use-current-runtime --no-self-contained -o "$command" -v quiet -nologo >&2
tutti=(dotnet "$command/tutti.dll")

# ours ROUND WHAT ARGUMENT…: one bench command; a line "round ours case median min max unit" a case.
ours() {
  local round=$1 what=$2; shift 2
  "${tutti[@]}" bench "$@" --json 2>/dev/null | tail -n 1 | python3 -c '
import json, sys
round, what = sys.argv[1:]
for case in json.load(sys.stdin)["cases"]:
    print("\t".join(["ours", round, what + "/" + case["name"], str(case["median"]), case["unit"]]))' "$round" "$what" >>"$raw"
}

# theirs ROUND WHAT COMMAND…: one peer command; its lines RESULT | name | median | min | max | unit | …
theirs() {
  local round=$1 what=$2; shift 2
  [ -n "${TUTTI_PEER:-}" ] || return 0
  "$TUTTI_PEER" "$@" 2>/dev/null | awk -F ' \\| ' -v r="$round" -v w="$what" '$1 == "RESULT" {print "theirs\t" r "\t" w "/" $2 "\t" $3 "\t" $6}' >>"$raw"
}

training_steps() {
  ours "$1" gemm gemm --threads 1
  theirs "$1" gemm python3 gemm.py
  for model in mlp cnn; do
    ours "$1" "$model-1" step --model "$model" --batch-size 64 --workers 1 --threads 1
    theirs "$1" "$model-1" python3 train.py "$model" 64 single
    ours "$1" "$model-2" step --model "$model" --batch-size 64 --workers 2 --isolation process --threads 1
    theirs "$1" "$model-2" mpirun -n 2 --map-by :OVERSUBSCRIBE --mca btl ^tcp python3 train.py "$model" 64 mpi_flat
  done
}

sequence_steps() {
  ours "$1" ecg step --model autoencoder-conv --batch-size 64 --threads 1
  theirs "$1" ecg env OMP_NUM_THREADS=1 python3 misc.py ecg
  ours "$1" lstm step --model lstm --batch-size 64 --threads 1
  theirs "$1" lstm env OMP_NUM_THREADS=1 python3 misc.py lstm
  ours "$1" gpt step --model gpt --threads 1
  theirs "$1" gpt env OMP_NUM_THREADS=1 python3 misc.py gpt
}

# Open MPI's own all-reduce twice: by the peers' program, and by ours through the installed library.
collectives() {
  local transport
  for transport in shared-memory threads tcp mpi; do
    ours "$1" "allreduce-$transport" allreduce --ranks 2 --transport "$transport"
  done
  ours "$1" allreduce-mpi-fast allreduce --ranks 2 --transport mpi --fast
  theirs "$1" allreduce mpirun -n 2 --map-by :OVERSUBSCRIBE --mca btl ^tcp python3 allreduce.py mpi
  ours "$1" launch launch
  theirs "$1" launch python3 -c "$(cat benchmarks/launch_peers.py)"
}

case $theme in
  training-steps) measure=training_steps ;;
  sequence-steps) measure=sequence_steps ;;
  collectives) measure=collectives ;;
  *) echo "bench.sh: unknown theme. Got '$theme'. Expected training-steps, sequence-steps or collectives." >&2; exit 2 ;;
esac
for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  $measure "$round"
done
python3 benchmarks/summarise.py "$theme" "$raw" "$rounds" "$("${tutti[@]}" doctor --json 2>/dev/null | tail -n 1)"
