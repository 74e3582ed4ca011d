#!/usr/bin/env bash
# Measures products and training steps and, where the peers' script is given, the same in PyTorch and NumPy, alternating in one run.
#   ./bench.sh                       ours only
#   TUTTI_PEER=/path/to/peer ./bench.sh [ROUNDS]
# Writes benchmarks/results/<processor>/training-steps_<date>.md. Quiet the machine first: nothing else may run.
set -euo pipefail
cd "$(dirname "$0")"
rounds=${1:-7}
if [ -z "${TUTTI_PEER:-}" ] && [ -x ../shared/peers/peer ]; then TUTTI_PEER=$(cd ../shared/peers && pwd)/peer; fi
dotnet build src/Tutti.Cli -c Release -v quiet -nologo
tutti=(dotnet src/Tutti.Cli/bin/Release/net10.0/tutti.dll)
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT

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

for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  ours "$round" gemm gemm --threads 1
  theirs "$round" gemm python3 gemm.py
  for model in mlp cnn; do
    ours "$round" "$model-1" step --model "$model" --batch-size 64 --workers 1 --threads 1
    theirs "$round" "$model-1" python3 train.py "$model" 64 single
    ours "$round" "$model-2" step --model "$model" --batch-size 64 --workers 2 --threads 1
    theirs "$round" "$model-2" mpirun -n 2 --map-by :OVERSUBSCRIBE --mca btl ^tcp python3 train.py "$model" 64 mpi_flat
  done
done
python3 benchmarks/summarise.py "$raw" "$rounds" "$("${tutti[@]}" doctor --json 2>/dev/null | tail -n 1)"
