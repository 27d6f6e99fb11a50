#!/usr/bin/env bash
# The long run:  scripts/soak.sh [MINUTES]   (default: 30)
#
# Eight headless Godot peers send to each other at random; some are killed, leave
# and come back. Fails if a reliable message between living peers is lost, comes
# twice or late, or if memory, threads or open files of those that lived
# throughout grow. Prints a table, which stays in .cache/test-logs/TestSoak/.
#
# GODOTSTEAM_SOAK_SEED=N repeats the choices of another run.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

minutes=${1:-30}
if [ $# -gt 1 ] || [[ ! $minutes =~ ^[1-9][0-9]*$ ]]; then die "soak.sh takes a number of minutes, got: $*"; fi

need_go
need gcc gcc libc6-dev
need_godot >/dev/null
ensure_built
cd "$ROOT"
GODOTSTEAM_SOAK=${minutes}m go test -count=1 -timeout "$((minutes + 5))m" -v -run '^TestSoak$' ./tests

say "the same within one process, where goroutines can be counted: five minutes at most"
GODOTSTEAM_SOAK=$((minutes < 5 ? minutes : 5))m go test -count=1 -timeout 10m -v -run '^TestNothingGrows$' ./platform/lan
