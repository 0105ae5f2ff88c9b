#!/usr/bin/env bash
# Prints the tables of the section "Ingest" of benchmarks/RESULTS.md.
#   benchmarks/ingest.sh [--megabytes N] [SESSION...]
# SESSION: files or folders of real sessions (default: the corpus, where there is one). N: the size of the generated
# sessions, one per harness (default 1000). restic is measured beside it where it is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=1000
if [ "${1:-}" = "--megabytes" ]; then megabytes=$2; shift 2; fi
sessions=("$@")
if [ ${#sessions[@]} -eq 0 ] && [ -d ../shared/corpus ]; then
    sessions=(../shared/corpus/claude-code ../shared/corpus/codex ../shared/corpus/pi)
fi

dotnet build -c Release benchmarks/OpenTraces.SideBySide >&2
dotnet build -c Release samples/OpenTraces.Cli >&2
bench=(dotnet benchmarks/OpenTraces.SideBySide/bin/Release/net10.0/OpenTraces.SideBySide.dll)
tool=samples/OpenTraces.Cli/bin/Release/net10.0/opentraces.dll
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

echo "$(date -u +%Y-%m-%d), $(uname -sm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1), .NET $(dotnet --version)"
echo "load average at the start: $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown)"
if [ ${#sessions[@]} -gt 0 ]; then
    echo; echo "Parts of an import, real sessions:"; echo
    "${bench[@]}" ingest-stages "${sessions[@]}"
fi
echo; echo "Generated sessions of $megabytes MB, each row a process of its own:"; echo
echo "| file | what | processor s | clock s | peak MiB | MB kept |"
echo "|---|---|---|---|---|---|"
for harness in claude-code codex-cli pi; do
    file="$folder/$harness.jsonl"
    "${bench[@]}" generate-session "$harness" "$megabytes" "$file"
    if command -v restic >/dev/null; then
        export RESTIC_PASSWORD=benchmark RESTIC_REPOSITORY="$folder/restic"
        restic init -q
        "${bench[@]}" child-peak "$harness | restic backup" "$RESTIC_REPOSITORY" restic backup -q "$file"
        rm -rf "$RESTIC_REPOSITORY"
    fi
    export OPENTRACES_HOME="$folder/home"
    "${bench[@]}" child-peak "$harness | capture import" "$OPENTRACES_HOME/bucket" dotnet "$tool" capture import "$file" --json
    rm -rf "$OPENTRACES_HOME" "$file"
done
