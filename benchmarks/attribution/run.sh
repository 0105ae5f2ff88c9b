#!/usr/bin/env bash
# How often a line is given to the call that wrote it, in repositories whose every line's origin is known.
#   benchmarks/attribution/run.sh [--histories N] [--seed S] [--threads T] [--only OPERATION,...] [--examples N]
# Each of N histories (1000) is put through each of 14 operations: about 14,000 repositories, made in TMPDIR one after the
# other and deleted; a quarter of an hour on 2 cores. --examples prints so many wrong answers of each operation, firm ones first, by which
# "--histories 1 --seed ... --keep" finds the repository again.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build -c Release benchmarks/attribution -v quiet >&2
exec dotnet benchmarks/attribution/bin/Release/net10.0/OpenTraces.Attribution.dll --histories 1000 --seed 1 "$@"
