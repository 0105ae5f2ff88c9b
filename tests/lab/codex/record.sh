#!/usr/bin/env bash
# Records the rollouts of tests/OpenTraces.Capture.Tests/Harnesses/CodexCli/Recorded anew: the real Codex CLI, talking to
# model-server.mjs, in a network namespace that has nothing but loopback. Needs Linux, root, git, node and npm; leaves
# nothing behind but those files. The ids in them are new ones: the tests that name ids have to follow.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${CODEX_VERSION:-0.169.0}

if [ "${1:-}" != inside ]; then
  lab=$(mktemp -d)
  trap 'rm -rf "$lab"' EXIT
  cp "$here"/* "$lab"
  mkdir "$lab/home" "$lab/recorded"
  (cd "$lab" && npm init -y >/dev/null && npm install --ignore-scripts "@openai/codex@$version" >/dev/null)
  timeout 600 unshare --net --mount --pid --fork --kill-child "$lab/record.sh" inside
  cp "$lab"/recorded/*.jsonl "$here/../../OpenTraces.Capture.Tests/Harnesses/CodexCli/Recorded/"
  exit
fi

lab=$here
ip link set lo up
mount --bind "$lab/home" /home
export HOME=/home/dev LAB_KEY=none
mkdir -p /home/dev/.codex /home/dev/project/src
cp "$here/config.toml" /home/dev/.codex/config.toml
cd /home/dev/project
printf 'first\nsecond\nthird\nfourth\nfifth\nsixth\nseventh\neighth\nninth\n' > src/greeting.txt
echo 'move me' > src/old.txt
echo gone > src/gone.txt
base64 -d > dot.png <<< 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
git init -q -b main . && git add -A && git -c user.name=dev -c user.email=dev@localhost commit -qm start

node "$here/model-server.mjs" &
sleep 1
codex=$lab/node_modules/.bin/codex
run() { timeout 60 "$codex" exec "$@" --json </dev/null 2>/dev/null | tail -1; }
rollouts() { find /home/dev/.codex/sessions -name '*.jsonl'; }
# keep NAME: shortens what was written since the last call, which must be one file; keep NAME OTHER: two, in order of their start.
keep() {
  local new
  new=$(comm -13 "$lab/seen" <(rollouts | sort))
  rollouts | sort > "$lab/seen"
  for path in $new; do
    [ $# -gt 0 ] || break
    [ "$1" = - ] || { echo "$path" > "$lab/$1.path"; }
    shift
  done
}
: > "$lab/seen"
id() { sed -E 's/.*-([0-9a-f]{8}-[0-9a-f-]{27})\.jsonl/\1/' "$lab/$1.path"; }

run "EDIT the greeting"; keep edit
run resume "$(id edit)" "AGAIN please"
run fork "$(id edit)" "PLAN it"; keep fork
run resume "$(id edit)" "FORKCHILD now"; keep forked-child
timeout 60 "$codex" exec --json -i dot.png -- "IMAGE look" </dev/null 2>/dev/null | tail -1; keep image
run -c model_auto_compact_token_limit=10400 "LONG read"; keep compaction
run "SPAWN one"; keep spawn child
run --enable code_mode "JS one"; keep script
run "STDIN try"; keep stdin
run "BAD calls"; keep bad-calls
timeout -s INT 5 "$codex" exec --json "SLOW one" </dev/null >/dev/null 2>&1 || true; keep interrupted
run resume "$(id interrupted)" "PLAN on"
timeout 60 "$codex" exec review --json --uncommitted </dev/null 2>/dev/null | tail -1; keep review reviewer

for path in "$lab"/*.path; do
  node "$here/shorten.mjs" "$(cat "$path")" "$lab/recorded/$(basename "$path" .path).jsonl"
done
