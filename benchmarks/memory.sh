#!/usr/bin/env bash
# Prints the tables "memory" of the section "The bucket" of benchmarks/RESULTS.md.
#   benchmarks/memory.sh [--megabytes N] [--file-megabytes N] [--blobs N] [--only WHAT,WHAT] [--no-build]
# --megabytes: how much is generated and imported into one bucket (5000), in files of --file-megabytes (1000) of each
# harness in turn, one on the disk at a time. --blobs: how many blobs of 700 bytes the opened bucket holds (1000000).
# --only: of import, open. --no-build: as it was built last. Peaks are the most resident memory of a process (GNU time;
# "peak MiB" in the table of openings is VmHWM as the process itself reads it). Needs about twice --file-megabytes of disk
# beside the bucket.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=5000 piece=1000 blobs=1000000 only=import,open build=yes
while [ $# -gt 0 ]; do
    case $1 in
        --megabytes) megabytes=$2; shift 2 ;;
        --file-megabytes) piece=$2; shift 2 ;;
        --blobs) blobs=$2; shift 2 ;;
        --only) only=$2; shift 2 ;;
        --no-build) build=no; shift ;;
        *) sed -n '2,9s/^# *//p' benchmarks/memory.sh; exit 2 ;;
    esac
done
[ -x /usr/bin/time ] || { echo "Install GNU time first (Debian: apt-get install time)." >&2; exit 1; }
if [ "$build" = yes ]; then
    dotnet build -c Release benchmarks/OpenTraces.SideBySide >&2
    dotnet build -c Release samples/OpenTraces.Cli >&2
fi
bench=(dotnet benchmarks/OpenTraces.SideBySide/bin/Release/net10.0/OpenTraces.SideBySide.dll)
tool=(dotnet samples/OpenTraces.Cli/bin/Release/net10.0/opentraces.dll)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wanted() { [[ ",$only," == *",$1,"* ]]; }
lengths() { find "$1" -type f -printf '%s\n' 2>/dev/null | awk '{ sum += $1 } END { printf "%.1f", sum / 1e6 }'; }

import_all() {
    echo; echo "### Memory of an import"; echo
    echo "$megabytes MB of generated sessions into one bucket, index included, a process of the tool for each file. Target: 300 MiB."; echo
    echo "| file | MB | cpu s | clock s | peak MiB | bucket MB | of it index | files |"
    echo "|---|---|---|---|---|---|---|---|"
    export OPENTRACES_HOME=$work/home
    local harnesses=(claude-code codex-cli pi) done=0 number=0 highest=0 size harness file
    while [ "$done" -lt "$megabytes" ]; do
        size=$((megabytes - done < piece ? megabytes - done : piece))
        harness=${harnesses[$((number % 3))]}
        file=$work/$harness-$number.jsonl
        # Each file is another session: the same generator with another seed.
        "${bench[@]}" generate-session "$harness" "$size" "$file" "$((20260102 + number))"
        /usr/bin/time -f '%U %S %e %M' -o "$work/time" "${tool[@]}" capture import "$file" --json > "$work/out"
        local user system elapsed peak; read -r user system elapsed peak < <(tail -1 "$work/time")
        grep -q '"imported": *1' "$work/out" || { echo "The tool did not import $file:" >&2; head -c 600 "$work/out" >&2; exit 1; }
        rm "$file"
        [ "$peak" -gt "$highest" ] && highest=$peak
        echo "| $(basename "$file") | $size | $(awk "BEGIN { printf \"%.1f\", $user + $system }") | $elapsed | $((peak / 1024)) | $(lengths "$work/home/bucket") | $(lengths "$work/home/bucket/index") | $(find "$work/home/bucket" -type f | wc -l) |"
        done=$((done + size)); number=$((number + 1))
    done
    echo; echo "Highest: $((highest / 1024)) MiB."
    rm -rf "$work/home"
}

open_million() {
    echo; echo "### Opening a bucket of $blobs blobs"; echo
    "${bench[@]}" bucket generate-blobs "$blobs" "$work/blobs"
    "${bench[@]}" bucket create "$work/bucket" > /dev/null
    /usr/bin/time -f '%M' -o "$work/time" "${bench[@]}" bucket put "$work/blobs" "$work/bucket/blobs" "$work/addresses" > "$work/out"
    rm "$work/blobs"
    echo "Put in one process: $(cut -f2 "$work/out") cpu s, $(cut -f3 "$work/out") clock s, peak $(($(tail -1 "$work/time") / 1024)) MiB, $(lengths "$work/bucket/blobs") MB in blobs/."
    echo "Each row is a process of its own; \"cold\" is from the call to its return with nothing compiled yet, \"warm\" the same call again in that process; the peak is taken after the first opening and get, start of the runtime included. Target: 50 ms, 64 MiB."; echo
    echo "| opened | cold ms | warm ms, lowest | median | first get cold ms | warm, lowest | peak MiB |"
    echo "|---|---|---|---|---|---|---|"
    local address round; address=$(sed -n "$((blobs / 2))p" "$work/addresses")
    for round in 1 2 3; do
        "${bench[@]}" bucket open "$work/bucket" --read-only "$address"
        "${bench[@]}" bucket open "$work/bucket" "$address"
    done
    echo; echo "The same with one blob in the bucket, for what the runtime itself costs:"; echo
    echo "| opened | cold ms | warm ms, lowest | median | first get cold ms | warm, lowest | peak MiB |"
    echo "|---|---|---|---|---|---|---|"
    "${bench[@]}" bucket generate-blobs 1 "$work/blobs"
    "${bench[@]}" bucket create "$work/one" > /dev/null
    "${bench[@]}" bucket put "$work/blobs" "$work/one/blobs" "$work/addresses" > /dev/null
    "${bench[@]}" bucket open "$work/one" --read-only "$(cat "$work/addresses")"
    "${bench[@]}" bucket open "$work/one" "$(cat "$work/addresses")"
}

echo "$(date -u +%Y-%m-%d), $(uname -sm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), .NET $(dotnet --version). Load average at the start: $(cut -d' ' -f1-3 /proc/loadavg)."
if wanted import; then import_all; fi
if wanted open; then open_million; fi
