#!/usr/bin/env bash
# Which commit owns each line of every file at HEAD, here and in git blame.
#   benchmarks/attribution/blame.sh REPOSITORY
set -euo pipefail
repository=$(realpath "${1:?a repository}")
cd "$(dirname "$0")/../.."
dotnet build -c Release benchmarks/attribution -v quiet >&2
exec dotnet benchmarks/attribution/bin/Release/net10.0/OpenTraces.Attribution.dll blame "$repository"
