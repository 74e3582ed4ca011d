#!/usr/bin/env bash
# Builds everything; warnings are errors.
set -euo pipefail
cd "$(dirname "$0")"
dotnet build Tutti.slnx -c Release "$@"
