#!/usr/bin/env bash
# How often the session that a commit names in its Entire-Checkpoint trailer is found without reading the trailer.
#   benchmarks/attribution/real.sh REPOSITORY [FOLDER]
# REPOSITORY: a clone with its checkpoints (git fetch origin 'refs/entire/*:refs/entire/*' entire/checkpoints/v1).
# FOLDER: where transcripts are imported and kept, so that a second run need not import again; default a temporary one.
# A trailer names the session that was open at the commit, not always the author, and not every transcript can be had: true are
# the commits of which at least one non-trivial changed line is one of an edit call of a named session, added by both or taken
# away by both. The rest is printed by kind, and every wrong answer by name.
set -euo pipefail
repository=$(realpath "${1:?a repository}")
folder=${2:+$(realpath -m "$2")}
cd "$(dirname "$0")/../.."
dotnet build -c Release benchmarks/attribution -v quiet >&2
exec dotnet benchmarks/attribution/bin/Release/net10.0/OpenTraces.Attribution.dll checkpoints "$repository" ${folder:+"$folder"}
