#!/usr/bin/env bash
# The large runs of the bucket's torture. The tests do the same in small on every build.
#
#   tests/torture.sh [SEED] [RUN]...
#
# SEED chooses what is written and when who is killed; without one, or with 0, a random one is taken. It is printed, and the
# same seed makes the same choices again; when a process is scheduled no seed can say. RUN is any of these, default all:
#
#   kills    10,000 kills of writers, 20 to a bucket, every bucket checked after every kill            about 1 h on 2 cores
#   large    1,000 kills, 250 to a bucket, so that buckets grow to thousands of generations            about 40 min on 2 cores
#   party    8 processes writing and reading one bucket for an hour, then the check                    1 h and some minutes
#   full     200 limits of file sizes                                                                  about 8 min; Linux only
#   power    every state of a power loss up to 5,000 a step; 4,000 seeds of the model tests            about 30 min
#
# Ends at the first failure, which names its seed. Buckets are made in TMPDIR; have 5 GB there.
set -euo pipefail
cd "$(dirname "$0")/.."
seed=${1:-0}
shift || true
if [ "$seed" = 0 ]; then seed=$(((RANDOM << 4) + 1)); fi
runs=("$@")
if [ ${#runs[@]} -eq 0 ]; then runs=(kills large party full power); fi
echo "seed $seed: ${runs[*]}"

dotnet build tests/OpenTraces.Bucket.Tests -c Release -v quiet

# Compiled ahead where that is possible: a process that is to be killed then spends its life on the bucket.
program=$(mktemp -d)
trap 'rm -rf "$program"' EXIT
if dotnet publish tests/OpenTraces.Bucket.Torture -c Release --use-current-runtime -p:PublishAot=true -o "$program" >/dev/null 2>&1; then
  command=("$program/OpenTraces.Bucket.Torture")
else
  command=(dotnet tests/OpenTraces.Bucket.Torture/bin/Release/net10.0/OpenTraces.Bucket.Torture.dll)
fi
torture() { "${command[@]}" "$@" --seed "$seed"; }

for run in "${runs[@]}"; do
  case $run in
    kills) torture kills --count 10000 ;;
    large) torture kills --count 1000 --kills-per-bucket 250 ;;
    party) torture party --processes 8 --seconds 3600 ;;
    full) torture full --rounds 200 ;;
    power)
      OPENTRACES_TORTURE_STATES=5000 OPENTRACES_TORTURE_SEED=$seed OPENTRACES_TORTURE_RUNS=4000 \
        dotnet tests/OpenTraces.Bucket.Tests/bin/Release/net10.0/OpenTraces.Bucket.Tests.dll \
        -class '*BucketPowerLossTests' -class '*ModelTests' -showliveoutput
      ;;
    *) echo "no such run: $run" >&2; exit 2 ;;
  esac
done
echo "seed $seed: all well"
