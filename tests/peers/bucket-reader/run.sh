#!/usr/bin/env bash
# Has buckets read by a reader that knows docs/format/ alone and compares what it finds with what the tool says: those named, and
# one of the bundled sample that is compressed with Brotli. usage: run.sh BUCKET...
# Needs node 20 and npm; says so and succeeds where they or the package are missing.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
command -v npm >/dev/null 2>&1 || { echo "bucket reader: skipped, there is no npm"; exit 0; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
npm install --prefix "$out" --ignore-scripts --no-audit --no-fund --no-package-lock fzstd@0.1.1 >/dev/null 2>&1 ||
  { echo "bucket reader: skipped, the package fzstd did not install"; exit 0; }
export OPENTRACES_HOME=$out/home
ot() { dotnet run --project "$root/samples/OpenTraces.Cli" -c Release --no-build -- "$@"; }

compare() { # compare NAME: what is in the home
  node "$here/read.mjs" "$out/node_modules" "$OPENTRACES_HOME/bucket" >"$out/read.jsonl" || { echo "bucket reader: cannot read $1"; exit 1; }
  ot trace query --limit 100000 --json >"$out/query.json" || exit 1
  : >"$out/raw"
  while IFS=$'\t' read -r id generation source; do
    sum=$(ot trace get "$id" --raw --generation "$generation" --source "$source" | node "$here/compare.mjs" sum)
    printf '%s\t%s\t%s\t%s\n' "$id" "$generation" "$source" "$sum" >>"$out/raw"
  done < <(node "$here/compare.mjs" list "$out")
  node "$here/compare.mjs" check "$out" || exit 1
  echo "bucket reader: $1: $(wc -l <"$out/read.jsonl") traces, $(wc -l <"$out/raw") sources agree"
}

for bucket in "$@"; do
  rm -rf "$OPENTRACES_HOME" && mkdir "$OPENTRACES_HOME" && cp -R "$bucket" "$OPENTRACES_HOME/bucket" || exit 1
  [ -d "$OPENTRACES_HOME/bucket/index" ] || ot bucket rebuild --json >/dev/null || exit 1
  compare "$bucket"
done
rm -rf "$OPENTRACES_HOME" && mkdir -p "$OPENTRACES_HOME/bucket" || exit 1
node "$here/compare.mjs" describe brotli >"$OPENTRACES_HOME/bucket/bucket.json" || exit 1
ot quickstart --sample >/dev/null || exit 1
compare "the sample in Brotli"
