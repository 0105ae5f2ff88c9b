#!/usr/bin/env bash
# Compiles the side-by-side program for this machine ahead of time.
#   benchmarks/compile-ahead.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
set=; if [ "$(uname -m)" = x86_64 ]; then set=x86-64-v3; fi
dotnet publish benchmarks/OpenTraces.SideBySide -c Release --use-current-runtime -p:PublishAot=true \
    ${set:+"-p:IlcInstructionSet=$set"} -o "$1"
