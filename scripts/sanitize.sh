#!/usr/bin/env bash
# Runs the tests with Godot under sanitizers:  scripts/sanitize.sh [CALLS]
#
# The addon's C is built with AddressSanitizer and UndefinedBehaviorSanitizer,
# and its Go with the checks that Go has for memory which it shares with C.
# CALLS is how often TestHammer calls Steam with anything (default: 30000), on
# each platform and for each seed. Fails at the first wrong access, and if memory
# leaked that the addon or Godot allocated.
#
# All of it happens in a copy of the checkout, so that no game ever finds the
# sanitized library. Linux and gcc only.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

calls=${1:-30000}
if [ $# -gt 1 ] || [[ ! $calls =~ ^[1-9][0-9]*$ ]]; then die "sanitize.sh takes a number of calls, got: $*"; fi

need_go
need gcc gcc libc6-dev
need_godot >/dev/null

processes_in sanitize
export GODOTSTEAM_CACHE=$CACHE # the copy's would be empty
copy=$dir/copy
mkdir "$copy"
tar -C "$ROOT" --exclude=./.cache --exclude=./.git --exclude=./project/addons --exclude=.godot -c . | tar -C "$copy" -x
cd "$copy"

say "building with sanitizers (a minute the first time)"
undefined='-fsanitize=undefined -fno-sanitize-recover=undefined'
# For scripts/build.sh, and for the extension that TestBinding builds: a line each.
export GODOTSTEAM_SANITIZE="CC=gcc
GOFLAGS=$GOFLAGS -asan
GOEXPERIMENT=cgocheck2
CGO_CFLAGS=-g -fno-omit-frame-pointer $undefined
CGO_LDFLAGS=$undefined"
readarray -t flags <<<"$GODOTSTEAM_SANITIZE"
env "${flags[@]}" GODOTSTEAM_SYMBOLS=1 scripts/build.sh >&2
gcc -shared -fPIC -o "$dir/sanitize.so" scripts/sanitize.c

GODOT_PRELOAD=$dir/sanitize.so:$(gcc -print-file-name=libasan.so):$(gcc -print-file-name=libubsan.so) GODOTSTEAM_HAMMER=$calls GODOTSTEAM_PATIENCE=10m \
	go test -count=1 -timeout 60m -skip 'Build$|^TestSoak$|^TestLicenses$' ./tests
