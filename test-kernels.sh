#!/usr/bin/env bash
# Runs the tensor tests once for each instruction set of this machine, the others switched off. Each run first asserts that its switch
# took effect. --list only names the switches.
set -euo pipefail
cd "$(dirname "$0")"
switches=(DOTNET_EnableHWIntrinsic=0 DOTNET_EnableAVX2=0)
if grep -qw avx512f /proc/cpuinfo 2>/dev/null; then switches+=(DOTNET_EnableAVX512=0); fi
if [ "${1:-}" = --list ]; then
  printf '%s\n' "${switches[@]}"
  exit
fi
dotnet build tests/Tutti.Tensors.Tests -c Release -v quiet -nologo
for switch in "${switches[@]}"; do
  echo "── $switch"
  env "$switch" dotnet tests/Tutti.Tensors.Tests/bin/Release/net10.0/Tutti.Tensors.Tests.dll --no-progress
done
