#!/usr/bin/env bash
# Measures one process with 1, 8, 64 and 256 sessions:  scripts/scale.sh [PLOT.svg]
#
# Prints a table as Markdown and draws the plot (default: docs/images/scale.svg).
# The hub that is measured has its other ends in one second process, so both
# share this machine's cores. Linux only.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -le 1 ] || die "scale.sh takes a file to write to, got: $*"
need_go
plot=$(realpath -m "${1:-$ROOT/docs/images/scale.svg}")
cd "$ROOT"
mkdir -p "$CACHE/build"
go build -o "$CACHE/build/scale" ./scripts/scale
exec "$CACHE/build/scale" "$plot"
