#!/usr/bin/env bash
# Prints the tables of the section "Parsing" of benchmarks/RESULTS.md.
#   benchmarks/parse.sh [--megabytes N] [SESSION...]
# SESSION: files or folders of real sessions (default: the corpus, where there is one). N: the size of the generated
# sessions, one per harness (default 1000).
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
    echo; echo "Real sessions, bytes in memory:"; echo
    "${bench[@]}" parse-speed "${sessions[@]}"
fi
echo; echo "Generated sessions of $megabytes MB, from a file, each row a process of its own:"; echo
files=()
for harness in claude-code codex-cli pi; do
    file="$folder/$harness.jsonl"
    "${bench[@]}" generate-session "$harness" "$megabytes" "$file"
    files+=("$file")
done
"${bench[@]}" parse-memory --tool "$tool" "${files[@]}"
