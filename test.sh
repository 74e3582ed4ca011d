#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every test; then the kernels' tests again with instruction sets switched off.
# Ends with a line "N passed, N failed, N skipped". Data sets beside the checkout (../shared/data) are used if TUTTI_DATA is not set.
set -uo pipefail
cd "$(dirname "$0")"
root=$PWD

if ! command -v dotnet >/dev/null; then
  echo "test.sh: the .NET SDK is missing. Got no 'dotnet' on the path. Expected version 10. Install it and run ./test.sh again." >&2
  exit 1
fi
if [ -z "${TUTTI_DATA:-}" ] && [ -d "$root/../shared/data" ]; then
  TUTTI_DATA=$(cd "$root/../shared/data" && pwd)
  export TUTTI_DATA
fi
if [ -z "${TUTTI_GOLDENS:-}" ] && [ -d "$root/../shared/goldens/cases" ]; then
  TUTTI_GOLDENS=$(cd "$root/../shared/goldens/cases" && pwd)
  export TUTTI_GOLDENS
fi
# What the tests use of Debian: Fashion-MNIST in full; both families of MPI side by side (tests start each launcher by its full path); a Slurm
# cluster; networks of namespaces. What is missing afterwards makes its tests fail, and they say what to install.
packages=()
want() { [ -e "$1" ] || packages+=("${@:2}"); }
want /usr/share/datasets/fashion-mnist dataset-fashion-mnist
want /usr/bin/mpiexec.openmpi openmpi-bin libopenmpi-dev
want /usr/bin/mpiexec.mpich mpich
want /usr/sbin/slurmctld slurm-wlm
want /usr/sbin/munged munge
want /usr/sbin/tc iproute2
if [ ${#packages[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  (apt-get update -q && apt-get install -y -q "${packages[@]}") >/dev/null 2>&1 ||
    echo "test.sh: ${packages[*]} could not be installed; their tests will say so." >&2
fi

dotnet build Tutti.slnx -c Release -v quiet -nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

passed=0 failed=0 skipped=0 log=$(mktemp)
trap 'rm -f "$log"' EXIT

# run NAME [VARIABLE=VALUE…]: one test project, in an environment of its own; counts what its closing summary says.
run() {
  local project=$1; shift
  echo "── $project $*"
  env "$@" dotnet "tests/$project/bin/Release/net10.0/$project.dll" --no-progress --output Normal >"$log" 2>&1
  local status=$? p f s
  p=$(sed -n 's/^ *succeeded: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  f=$(sed -n 's/^ *failed: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  s=$(sed -n 's/^ *skipped: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  if [ $status -ne 0 ] || [ -z "$p" ]; then cat "$log"; else grep -E '^ *skipped ' "$log"; fi
  # A project that died without a summary counts as a failure.
  if [ -z "$p" ] || { [ $status -ne 0 ] && [ "${f:-0}" = 0 ]; }; then f=$((${f:-0} + 1)); fi
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
}

for project in tests/*.Tests; do run "$(basename "$project")"; done
while read -r switch; do
  [ -n "$switch" ] && run Tutti.Tensors.Tests "$switch"
done < <(./test-kernels.sh --list)

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
