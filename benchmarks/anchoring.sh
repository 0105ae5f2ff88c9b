#!/usr/bin/env bash
# Prints the table "anchoring" of the section "Attribution" of benchmarks/RESULTS.md.
#   benchmarks/anchoring.sh [--seed N] [--commits N] [--patches N] [--rounds N] [--no-build] [--keep FOLDER]
# A generated repository of 1,500 files and --commits commits (5000), with merges and moved files, and a bucket with about
# --patches (1000) changes of agents, 20 to a session. Then, in one process and --rounds (5) times in turn after one time for
# nothing: TrackAllAsync from an opened bucket, and "git log -p -m -U0 > /dev/null". Target: within 2 times of it. At last
# BlameAllAsync of the same repository, a process of its own, for its memory. --keep: where all of it is left; a folder that
# holds it already is measured as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
seed=1 commits=5000 patches=1000 rounds=5 build=yes folder=
while [ $# -gt 0 ]; do
    case $1 in
        --seed) seed=$2; shift 2 ;;
        --commits) commits=$2; shift 2 ;;
        --patches) patches=$2; shift 2 ;;
        --rounds) rounds=$2; shift 2 ;;
        --no-build) build=no; shift ;;
        --keep) folder=$(realpath -m "$2"); shift 2 ;;
        *) sed -n '2,10s/^# *//p' benchmarks/anchoring.sh; exit 2 ;;
    esac
done
if [ "$build" = yes ]; then dotnet build -c Release benchmarks/attribution -v quiet >&2; fi
bench=(dotnet benchmarks/attribution/bin/Release/net10.0/OpenTraces.Attribution.dll anchoring)
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
echo "$(date -u +%Y-%m-%d), $(uname -sm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), .NET $(dotnet --version), $(git version)."
echo "Load average at the start: $(cut -d' ' -f1-3 /proc/loadavg)."
mkdir -p "$folder"
if [ ! -d "$folder/bucket" ]; then "${bench[@]}" generate "$folder" "$seed" "$commits" "$patches" | tee "$folder/made"; else cat "$folder/made"; fi
"${bench[@]}" measure "$folder" "$rounds"
"${bench[@]}" blame "$folder"
echo "Load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)."
