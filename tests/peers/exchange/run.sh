#!/usr/bin/env bash
# Writes every trace of a bucket in every exchange format and has it read by others. usage: run.sh HOME [LIMIT]
# Needs node and npm; says so and succeeds where they or the packages are missing.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
export OPENTRACES_HOME=$1
command -v npm >/dev/null 2>&1 || { echo "exchange peers: skipped, there is no npm"; exit 0; }
(cd "$here" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock >/dev/null 2>&1) ||
  { echo "exchange peers: skipped, the packages of tests/peers/exchange did not install"; exit 0; }

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
ot() { dotnet run --project "$root/samples/OpenTraces.Cli" -c Release --no-build -- "$@"; }
ids=$(ot trace query --limit "${2:-20}" --json | node -e '
  let text = ""; process.stdin.on("data", (d) => text += d).on("end", () =>
    console.log([...new Set(JSON.parse(text).candidates.map((c) => c.address.split(":")[0]))].join("\n")));')
for id in $ids; do
  for format in atif agent-trace adp otel messages anthropic-messages; do
    ot trace get "$id" --as "$format" --loss "$out/$id.$format.loss.json" > "$out/$id.$format.json" || exit 1
  done
done
node "$here/check.mjs" "$out"
