#!/usr/bin/env bash
# Prints the table "snapshots" of the section "Attribution" of benchmarks/RESULTS.md.
#   benchmarks/snapshots.sh [--rounds N] [--no-build] [FILES...]
# Generated working trees of FILES files (1000 10000 100000), 50 to a folder, all committed. In each, --rounds (21) times in
# turn after one time for nothing, "git status --porcelain" and one snapshot by SnapshotObserver, in one process: with nothing
# changed since, with one file changed before each, with 20. Target: within 3 times at 10,000 files and 2 at 100,000.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=21 build=yes sizes=()
while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2; shift 2 ;;
        --no-build) build=no; shift ;;
        -*) sed -n '2,7s/^# *//p' benchmarks/snapshots.sh; exit 2 ;;
        *) sizes+=("$1"); shift ;;
    esac
done
[ ${#sizes[@]} -gt 0 ] || sizes=(1000 10000 100000)
if [ "$build" = yes ]; then dotnet build -c Release benchmarks/attribution -v quiet >&2; fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "$(date -u +%Y-%m-%d), $(uname -sm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), .NET $(dotnet --version), $(git version)."
echo "Load average at the start: $(cut -d' ' -f1-3 /proc/loadavg)."
dotnet benchmarks/attribution/bin/Release/net10.0/OpenTraces.Attribution.dll snapshots "$folder" "$rounds" "${sizes[@]}"
echo "Load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)."
