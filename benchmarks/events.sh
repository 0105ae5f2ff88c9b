#!/usr/bin/env bash
# Prints the table "questions to a long log" of the section "Attribution" of benchmarks/RESULTS.md.
#   benchmarks/events.sh [--seed N] [--few N] [--many N] [--rounds N] [--no-build] [--keep FOLDER]
# A generated repository of 500 commits with 100 changes of agents, and two buckets that hold the same sessions and 200 more, one with
# --few (1000) events in its log and the other with --many (1000000), all about the other sessions. Then, --rounds (11) times in turn
# after one time for nothing, each from opening the bucket to the answer: track of one trace, blame of a file and of a commit. Target:
# the long log within 2 times of the short one.
set -euo pipefail
cd "$(dirname "$0")/.."
seed=1 few=1000 many=1000000 rounds=11 build=yes folder=
while [ $# -gt 0 ]; do
    case $1 in
        --seed) seed=$2; shift 2 ;;
        --few) few=$2; shift 2 ;;
        --many) many=$2; shift 2 ;;
        --rounds) rounds=$2; shift 2 ;;
        --no-build) build=no; shift ;;
        --keep) folder=$(realpath -m "$2"); shift 2 ;;
        *) sed -n '2,8s/^# *//p' benchmarks/events.sh; exit 2 ;;
    esac
done
if [ "$build" = yes ]; then dotnet build -c Release benchmarks/attribution -v quiet >&2; fi
bench=(dotnet benchmarks/attribution/bin/Release/net10.0/OpenTraces.Attribution.dll)
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
echo "$(date -u +%Y-%m-%d), $(uname -sm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), .NET $(dotnet --version), $(git version)."
mkdir -p "$folder"
if [ ! -d "$folder/bucket-large" ]; then
    "${bench[@]}" anchoring generate "$folder" "$seed" 500 100
    "${bench[@]}" events fill "$folder" "$few" "$many"
fi
"${bench[@]}" events measure "$folder" "$rounds"
echo "Load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)."
