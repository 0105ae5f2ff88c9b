#!/usr/bin/env bash
# Prints the tables "side by side" of the section "The bucket" of benchmarks/RESULTS.md and writes them to a file.
#   benchmarks/side-by-side.sh [--rounds N] [--largest N] [--blobs N] [--only WHAT,WHAT] [--no-build] [--output FILE] [CORPUS]
# CORPUS: a folder of session files (default ../shared/corpus). --rounds: how often each side runs (5). --largest: how many
# of the largest sessions grow in ten steps (20). --blobs: how many blobs of 700 bytes (200000).
# --only: of corpus, generations, blobs, verify. --no-build: as it was built last. restic, borg, git and GNU time are
# installed from Debian's packages where they are missing. Everything is made under one temporary folder and removed.
# Ours is compiled ahead, as its rivals are (needs a C linker); one row of each import is compiled as it runs.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=5 largest=20 count=200000 large=1000 only=corpus,generations,blobs,verify build=yes
output=$root/benchmarks/out/side-by-side.md corpus=$root/../shared/corpus
while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2; shift 2 ;;
        --largest) largest=$2; shift 2 ;;
        --blobs) count=$2; shift 2 ;;
        --only) only=$2; shift 2 ;;
        --no-build) build=no; shift ;;
        --output) output=$(realpath -m "$2"); shift 2 ;;
        -*) sed -n '2,9s/^# *//p' "${BASH_SOURCE[0]}"; exit 2 ;;
        *) corpus=$(realpath -m "$1"); shift ;;
    esac
done
cd "$root"
[ -d "$corpus" ] || { echo "There is no folder $corpus: name one with session files." >&2; exit 2; }
wanted() { [[ ",$only," == *",$1,"* ]]; }

install_tools() {
    local missing=()
    command -v restic >/dev/null || missing+=(restic)
    command -v borg >/dev/null || missing+=(borgbackup)
    command -v git >/dev/null || missing+=(git)
    [ -x /usr/bin/time ] || missing+=(time)
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || { echo "Install first: ${missing[*]}" >&2; exit 1; }
    local root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -qq >&2
    "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

install_tools
native=$PWD/benchmarks/out/native/OpenTraces.SideBySide
if [ "$build" = yes ]; then
    dotnet build -c Release benchmarks/OpenTraces.SideBySide >&2
    benchmarks/compile-ahead.sh "$(dirname "$native")" >&2
fi
dll=$PWD/benchmarks/OpenTraces.SideBySide/bin/Release/net10.0/OpenTraces.SideBySide.dll
ours() { "$native" bucket "$@"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$output")" "$work/none" "$work/aside"
: > "$output"
say() { printf '%s\n' "$*" | tee -a "$output"; }
note() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2; }

printf 'a password of no worth\n' > "$work/password"
export RESTIC_PASSWORD_FILE=$work/password RESTIC_CACHE_DIR=$work/restic-cache
export BORG_BASE_DIR=$work/borg-base BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes BORG_RELOCATED_REPO_ACCESS_IS_OK=yes

# --- measuring -------------------------------------------------------------------------------------------------------

lengths() { find "$@" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }'; }
allocated() { du -s --block-size=1 "$1" | cut -f1; }
reset() { cpu=0 clock=0 inner_cpu=- inner_clock=- peak=0; }

# Runs one process to its end and adds what it took to the sample. Arguments: standard input, standard output, command.
run() {
    local input=$1 target=$2 user system elapsed memory inner; shift 2
    sync
    /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$@" < "$input" > "$target" 2> "$work/errors" \
        || { cat "$work/errors" >&2; echo "Failed: $*" >&2; exit 1; }
    read -r user system elapsed memory < <(tail -1 "$work/time")
    cpu=$(awk "BEGIN { print $cpu + $user + $system }")
    clock=$(awk "BEGIN { print $clock + $elapsed }")
    [ "$memory" -gt "$peak" ] && peak=$memory
    inner=$(if [ -f "$target" ]; then awk -F'\t' '$1 == "in-process" { print $2, $3 }' "$target"; fi)
    if [ -n "$inner" ]; then
        inner_cpu=$(awk "BEGIN { print ${inner_cpu/#-/0} + ${inner% *} }")
        inner_clock=$(awk "BEGIN { print ${inner_clock/#-/0} + ${inner#* } }")
    fi
}

# record SAMPLES NAME BYTES
record() { printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$2" "$cpu" "$clock" "$inner_cpu" "$inner_clock" "$peak" "$3" >> "$1"; }

# --- ingest ----------------------------------------------------------------------------------------------------------

# Puts a store aside instead of deleting it: ext4 takes its time over files that are made right after others were deleted.
aside() { if [ -e "$1" ]; then mv "$1" "$(mktemp -d -p "$work/aside")/"; fi; }

# Makes an empty store of one side; none of this is measured.
prepare() {
    aside "$work/$1"
    case $1 in
        restic) rm -rf "$RESTIC_CACHE_DIR"; restic init -q -r "$work/restic" >&2 ;;
        borg) rm -rf "$BORG_BASE_DIR"; borg init -e none "$work/borg" ;;
        parse-keep) ours import "$work/parse-keep" --without-index > /dev/null ;;
        *) ours create "$work/$1" > /dev/null ;;
    esac
}

# One backup or import of a folder: ingest SIDE FOLDER STEP
ingest() {
    case $1 in
        restic) run /dev/null "$work/out" restic backup -q -r "$work/restic" "$2" ;;
        borg) run /dev/null "$work/out" borg create --compression zstd,3 "$work/borg::step-$3" "$2" ;;
        parse-keep) run /dev/null "$work/out" "$native" bucket import "$work/parse-keep" --without-index "$2" ;;
        parse-keep-index) run /dev/null "$work/out" "$native" bucket import "$work/parse-keep-index" "$2" ;;
        as-it-runs) run /dev/null "$work/out" dotnet "$dll" bucket import "$work/as-it-runs" "$2" ;;
    esac
}

label() {
    case $1 in
        restic) echo restic ;;
        borg) echo borg ;;
        parse-keep) echo "ours, no index" ;;
        parse-keep-index) echo "ours, indexed" ;;
        as-it-runs) echo "ours, indexed, compiled as it runs" ;;
    esac
}

open_only() {
    reset; run /dev/null "$work/out" restic cat config -q -r "$work/restic"; record "$1" "restic, opening only" -
    reset; run /dev/null "$work/out" borg info "$work/borg"; record "$1" "borg, opening only" -
    reset; run /dev/null "$work/out" "$native" bucket import "$work/parse-keep-index"; record "$1" "ours, opening only" -
}

sides=(parse-keep parse-keep-index as-it-runs restic borg)

# The bytes of each side as they lie on the disk after the last round: bytes_table RAW
bytes_table() {
    local restic borg frames index
    restic=$(lengths "$work/restic"); borg=$(lengths "$work/borg")
    rm -rf "$work/frames"
    frames=$(ours raw-frames "$work/parse-keep-index" "$work/frames" | cut -f2)
    index=$(lengths "$work/parse-keep-index/index")
    say "| bytes on disk | MB | allocated MB | to raw | to restic | to borg |"
    say "|---|---|---|---|---|---|"
    row() { say "$(awk -v n="$1" -v b="$2" -v a="$3" -v raw="$raw" -v r="$restic" -v g="$borg" \
        'BEGIN { printf "| %s | %.2f | %s | %.3f | %.2f | %.2f |", n, b / 1e6, (a == "" ? "" : sprintf("%.2f", a / 1e6)), b / raw, b / r, b / g }')"; }
    local raw=$1
    row "the files themselves" "$1" ""
    row "ours: raw frames (the sources alone in a fresh blob store)" "$frames" "$(allocated "$work/frames")"
    row "ours: whole bucket less index" $(($(lengths "$work/parse-keep-index") - index)) $(($(allocated "$work/parse-keep-index") - $(allocated "$work/parse-keep-index/index")))
    row "ours: index" "$index" "$(allocated "$work/parse-keep-index/index")"
    row "restic: whole repository" "$restic" "$(allocated "$work/restic")"
    row "borg: whole repository" "$borg" "$(allocated "$work/borg")"
}

stage_corpus() {
    rm -rf "$work/staged" "$work/probe"; mkdir -p "$work/staged"
    ours import "$work/probe" --kept "$work/kept" "$corpus" > /dev/null
    local file
    while IFS= read -r file; do
        mkdir -p "$work/staged/$(dirname "$(realpath --relative-to="$corpus" "$file")")"
        cp "$file" "$work/staged/$(realpath --relative-to="$corpus" "$file")"
    done < "$work/kept"
    rm -rf "$work/probe"
}

compare_corpus() {
    local samples=$work/corpus.tsv round side raw
    raw=$(lengths "$work/staged")
    for round in $(seq "$rounds"); do
        for side in $(shuf -e "${sides[@]}"); do
            note "corpus, round $round: $side"
            prepare "$side"; reset; ingest "$side" "$work/staged" 1
            record "$samples" "$(label "$side")" "$(lengths "$work/$side")"
        done
        open_only "$samples"
    done
    say ""; say "### Ingest of the corpus"; say ""
    say "$(find "$work/staged" -type f | wc -l) session files, $(awk "BEGIN { printf \"%.1f\", $raw / 1e6 }") MB, once each: the files of the corpus that our import keeps, copied."
    say ""; ours table "$samples" restic borg | tee -a "$output"
    say ""; bytes_table "$raw"
}

compare_generations() {
    local samples=$work/generations.tsv round side step file raw=0 last=0
    rm -rf "$work/largest" "$work/generations"; mkdir -p "$work/largest" "$work/generations"
    find "$work/staged" -name '*.jsonl' -not -path '*/snapshots/*' -printf '%s\t%p\n' | sort -rn | head -n "$largest" | cut -f2- > "$work/growing"
    for step in $(seq 10); do
        mkdir "$work/generations/$step"
        while IFS= read -r file; do
            ours cut "$file" "$work/generations/$step/$(echo "${file#"$work/staged/"}" | tr / _)" $((step * 10))
        done < "$work/growing"
        last=$(lengths "$work/generations/$step"); raw=$((raw + last))
    done
    for round in $(seq "$rounds"); do
        for side in $(shuf -e "${sides[@]}"); do
            note "generations, round $round: $side"
            prepare "$side"; reset
            rm -rf "$work/growing-files"; mkdir "$work/growing-files"
            for step in $(seq 10); do
                # The same names every time, as a harness appends to its files.
                cp "$work/generations/$step/"* "$work/growing-files/"
                ingest "$side" "$work/growing-files" "$step"
            done
            record "$samples" "$(label "$side")" "$(lengths "$work/$side")"
        done
    done
    say ""; say "### Ten growing generations"; say ""
    say "The $largest largest sessions of the corpus as they stood at 10 %, 20 % ... 100 % of their length, cut at line ends: ten backups or imports, a process each, times added up. $(awk "BEGIN { printf \"%.1f MB at the end, %.1f MB over all ten\", $last / 1e6, $raw / 1e6 }")."
    say ""; ours table "$samples" restic borg | tee -a "$output"
    say ""; bytes_table "$last"
}

# --- blobs -----------------------------------------------------------------------------------------------------------

put_ours() {
    aside "$work/blob-bucket"; ours create "$work/blob-bucket" > /dev/null; reset
    run /dev/null "$work/out" "$native" bucket put "$work/blobs" "$work/blob-bucket/blobs" "$work/ours.stored"
    record "$1" ours "$(lengths "$work/blob-bucket/blobs")"
}

put_git() {
    aside "$work/git"; git init -q --bare "$work/git"; reset
    run "$work/git-stream" "$work/out" git -C "$work/git" fast-import --quiet --export-marks="$work/marks"
    record "$1" "git fast-import" "$(lengths "$work/git/objects")"
}

get_ours() { reset; run /dev/null "$work/out" "$native" bucket get "$work/blob-bucket/blobs" "$work/ours.$2"; record "$1" ours -; }
get_git() { reset; run "$work/git.$2" /dev/null git -C "$work/git" cat-file --batch; record "$1" "cat-file --batch" -; }
get_git_buffered() { reset; run "$work/git.$2" /dev/null git -C "$work/git" cat-file --batch --buffer; record "$1" "cat-file --batch --buffer" -; }

compare_blobs() {
    local round side order
    note "generating $count blobs"
    ours generate-blobs "$count" "$work/blobs"
    ours git-stream "$work/blobs" "$work/git-stream"
    for round in $(seq "$rounds"); do
        for side in $(shuf -e put_ours put_git); do
            note "put, round $round: $side"
            "$side" "$work/put.tsv"
        done
    done
    sort -t: -k2n "$work/marks" | cut -d' ' -f2 > "$work/git.stored"
    for side in ours git; do ours shuffle "$work/$side.stored" "$work/$side.random"; done
    for round in $(seq "$rounds"); do
        for order in random stored; do
            for side in $(shuf -e get_ours get_git get_git_buffered); do
                note "get in $order order, round $round: $side"
                "$side" "$work/get-$order.tsv" "$order"
            done
        done
    done
    say ""; say "### $count blobs of 700 bytes"; say ""
    say "$(awk "BEGIN { printf \"%.1f\", $(lengths "$work/blobs") / 1e6 }") MB of JSON-like records, no two equal. Put: one call each and one flush, the addresses written out; \`git fast-import\` of the same blobs, its pack and its list of marks (its defaults: deltas, zlib). Compared on disk: our \`blobs/\`, git's \`objects/\` with the pack index. Target: 0.25 of git's time."
    say ""; ours table "$work/put.tsv" "git fast-import" | tee -a "$output"
    say ""; say "Get of all of them in one random order, the same for both, from a process just started, file cache warm; ours checks the SHA-256 of each, git does not. Target: at most 2.0 of git's time."
    say ""; ours table "$work/get-random.tsv" "cat-file --batch" "cat-file --batch --buffer" | tee -a "$output"
    say ""; say "Get in stored order. Target: at most 0.5 of git's time."
    say ""; ours table "$work/get-stored.tsv" "cat-file --batch" "cat-file --batch --buffer" | tee -a "$output"
}

# --- verify ----------------------------------------------------------------------------------------------------------

# A file of as many bytes as a verification of a bucket expands.
as_many() { yes 'some bytes, and more of them' | head -c "$(ours verify "$1" 2 | cut -f3 | tr -dc 0-9)" > "$work/objects" || true; }

# verify_rows SAMPLES BUCKET FILES...
verify_rows() {
    local samples=$1 bucket=$2 threads; shift 2
    reset; run /dev/null "$work/out" "$native" bucket sha256 "$@"; record "$samples" "one SHA-256 pass over the files" -
    reset; run /dev/null "$work/out" "$native" bucket sha256 "$work/objects"; record "$samples" "one SHA-256 pass over the bytes verified" -
    for threads in 1 2; do
        reset; run /dev/null "$work/out" "$native" bucket verify "$bucket" "$threads"
        record "$samples" "ours, all of the bucket, $threads threads" -
    done
}

compare_verify() {
    local round side
    for side in parse-keep-index restic borg; do prepare "$side"; reset; ingest "$side" "$work/staged" 1; done
    as_many "$work/parse-keep-index"
    for round in $(seq "$rounds"); do
        note "verify, round $round"
        verify_rows "$work/verify.tsv" "$work/parse-keep-index" "$work/staged"
        reset; run /dev/null "$work/out" restic check -q --read-data -r "$work/restic"; record "$work/verify.tsv" "restic check --read-data" -
        reset; run /dev/null "$work/out" borg check --verify-data "$work/borg"; record "$work/verify.tsv" "borg check --verify-data" -
    done
    say ""; say "### Verify"; say ""
    say "After the ingest of the corpus. Ours recomputes the digest of every object of the bucket, raw sources and records, $(awk "BEGIN { printf \"%.1f\", $(lengths "$work/objects") / 1e6 }") MB expanded, and follows every reference. A SHA-256 pass on one thread over the session files, and one over a file of as many bytes as ours verifies. Target: within 2.0 of it on one thread, 1.2 on two."
    say ""; ours table "$work/verify.tsv" "one SHA-256 pass over the bytes verified" "restic check --read-data" | tee -a "$output"

    note "generating a session of $large MB"
    "$native" generate-session claude-code "$large" "$work/large.jsonl"
    aside "$work/large"; ours import "$work/large" "$work/large.jsonl" > /dev/null
    as_many "$work/large"
    for round in $(seq "$rounds"); do
        note "verify of $large MB, round $round"
        verify_rows "$work/verify-large.tsv" "$work/large" "$work/large.jsonl"
    done
    say ""; say "The same of a generated session of $large MB, $(awk "BEGIN { printf \"%.1f\", $(lengths "$work/objects") / 1e6 }") MB expanded:"
    say ""; ours table "$work/verify-large.tsv" "one SHA-256 pass over the bytes verified" | tee -a "$output"
    rm "$work/large.jsonl" "$work/objects"
}

# --- the whole -------------------------------------------------------------------------------------------------------

say "$(date -u +%Y-%m-%d), $(uname -sm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), .NET $(dotnet --version), $(restic version | cut -d' ' -f1-2), $(borg --version), $(git version)."
say "Load average at the start: $(cut -d' ' -f1-3 /proc/loadavg); $rounds rounds, the sides in random order within each. Processor seconds are user and system time of the whole process, start included; a ratio is a median over a median, whole process to whole process, below 1 is less. In-process figures leave the start of the runtime out. \"MB on disk\" is the sum of the lengths of the files of the whole store, index included where there is one."
say "restic: local repository, version 2, its default compression; it encrypts always. \`restic init\` is not in the figures; deriving the key and opening the repository is in each of its runs, and stands alone as \"opening only\". borg: \`--compression zstd,3\`, encryption mode none, so it encrypts nothing; \`borg init\` is not in the figures. Ours: one process per import, compiled ahead for x86-64-v3 where no row says otherwise, small files side by side as its default is; every session is flushed before it is acknowledged."
if wanted corpus || wanted generations || wanted verify; then stage_corpus; fi
if wanted corpus; then compare_corpus; fi
if wanted generations; then compare_generations; fi
if wanted blobs; then compare_blobs; fi
if wanted verify; then compare_verify; fi
say ""; say "Load average at the end: $(cut -d' ' -f1-3 /proc/loadavg)."
note "written to $output"
