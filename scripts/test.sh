#!/usr/bin/env bash
# Runs all tests:  scripts/test.sh
#
#   1. gofmt, go vet and staticcheck
#   2. the Go tests of every package but tests/, with the race detector, and a
#      short fuzzing of everything that reads bytes from outside
#   3. what the addon takes of a frame, for the record
#   4. the addon built, and the tests of tests/: real Godot processes, headless
#
# scripts/test.sh ARGS… builds and runs 4 alone and hands ARGS to its `go test`:
#   scripts/test.sh -v -run TestName
#
# Ends with an error as soon as one step fails. Godot: see scripts/godot.sh.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

need_go

if [ $# = 0 ]; then
	say "== gofmt"
	shopt -s nullglob
	unformatted=$(gofmt -l -- *.go */)
	shopt -u nullglob
	[ -z "$unformatted" ] || die "not formatted; run gofmt -w on: ${unformatted//$'\n'/ }"

	say "== go vet"
	need gcc gcc libc6-dev
	go vet ./...

	say "== staticcheck"
	staticcheck=$CACHE/tools/staticcheck-0.8.2
	if [ ! -x "$staticcheck" ]; then
		GOBIN=$CACHE/tools/new go install honnef.co/go/tools/cmd/staticcheck@v0.8.2 &&
			mv "$CACHE/tools/new/staticcheck" "$staticcheck" ||
			say "SKIPPED: staticcheck can't be fetched or built here"
	fi
	[ ! -x "$staticcheck" ] || "$staticcheck" ./...

	say "== go test -race"
	module=$(go list -m)
	listed=$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...)
	packages=()
	for package in $listed; do
		case $package in "$module/tests" | "$module/tests/"*) ;; *) packages+=("$package") ;; esac
	done
	# Six at once, because most of those that may run beside others only wait.
	go test -race -shuffle=on -parallel 6 -timeout 5m "${packages[@]}"

	say "== fuzz"
	scripts/fuzz.sh 5000x
fi

say "== Godot"
need_godot >&2
ensure_built
ensure_imported "$ROOT/project"
ensure_imported "$ROOT/tests/project"

if [ $# = 0 ]; then
	say "== frame time"
	BENCH_SECONDS=3 scripts/bench.sh frame
fi

say "== go test ./tests"
GODOT_COMMAND=$ROOT/scripts/godot.sh go test -count=1 -timeout 6m "$@" ./tests/...
