#!/usr/bin/env bash
# run.sh CORPUS: compares our token totals and costs with ccusage over a folder of sessions. It builds what it needs.
# Where the corpus, node or the npm package is missing it says "skipped" and why, and ends well.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
corpus=${1:-}
skip() { echo "skipped: comparison with ccusage ($*)"; exit 0; }
[ -d "$corpus" ] || skip "no corpus of sessions"
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || skip "no node and npm"
if ! node "$here/node_modules/ccusage/src/cli.js" --version >/dev/null 2>&1; then
  (cd "$here" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock) >/dev/null 2>&1
  node "$here/node_modules/ccusage/src/cli.js" --version >/dev/null 2>&1 || skip "the npm package does not install"
fi
totals=$(mktemp)
trap 'rm -f "$totals"' EXIT
corpus=$(cd "$corpus" && pwd)
dotnet run --project "$root/benchmarks/OpenTraces.SideBySide" -c Release -- token-totals "$corpus" >"$totals" || exit 1
node "$here/compare.mjs" "$totals"
