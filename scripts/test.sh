#!/usr/bin/env bash
# Runs all tests:  scripts/test.sh
#
#   1. gofmt, go vet (for Windows and macOS, too), staticcheck, and govulncheck,
#      whose findings fail nothing
#   2. the Go tests of every package but tests/, with the race detector, and a
#      short fuzzing of everything that reads bytes from outside
#   3. what the addon takes of a frame, for the record
#   4. the addon built, and the tests of tests/: real Godot processes, headless
#
# scripts/test.sh ARGS… builds and runs 4 alone and hands ARGS to its `go test`:
#   scripts/test.sh -v -run TestName
#
# Ends with an error as soon as one step fails, and with a summary however it
# ends: how long each step took, what failed, what was skipped and why.
# Godot: see scripts/godot.sh.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

# A last resort: tests have deadlines of their own. A busy machine needs three
# times as long as an idle one.
TIMEOUT=15m

need_go
need gcc gcc libc6-dev

# results has a line for each test, as scripts/report writes them; steps one for
# each step.
mkdir -p "$CACHE/build"
work=$(mktemp -d "${TMPDIR:-/tmp}/godotsteam-test.XXXXXX")
results=$work/results steps=$work/steps
touch "$results" "$steps"
current='' began=0 ticker=''
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# step NAME: what follows belongs to it, until the next one. While it lasts, a
# line says so every 20 seconds.
step() {
	end_step ok
	say "== $1"
	current=$1 began=$SECONDS
	(
		exec 8<> <(:) # nothing ever comes: a sleep that is no process of its own
		trap 'exit 0' TERM
		while ! read -rt 20 <&8 && kill -0 $$ 2>/dev/null; do say "… $((SECONDS - began)) s: $current"; done
	) &
	ticker=$!
}

# quiet: the rest of the step says by itself that it goes on.
quiet() {
	[ -z "$ticker" ] || { kill "$ticker" && wait "$ticker"; } 2>/dev/null || true
	ticker=''
}

# end_step HOW: ok or FAILED.
end_step() {
	quiet
	[ -z "$current" ] || printf '%-6s %4d s  %s\n' "$1" "$((SECONDS - began))" "$current" >>"$steps"
	current=''
}

# skip WHAT WHY
skip() {
	say "SKIPPED: $1: $2"
	printf 'skip\t%s\t%s\n' "$1" "$2" >>"$results"
}

# go_test ARGS…
go_test() {
	local verbose=()
	[[ " $* " != *' -v '* ]] || verbose=(-v)
	go build -o "$CACHE/build/report" ./scripts/report
	quiet
	go test -json "$@" | "$CACHE/build/report" "${verbose[@]}" "$results"
}

# finish: the summary, on stdout.
finish() {
	local status=$?
	end_step "$([ $status = 0 ] && echo ok || echo FAILED)"
	echo
	cat "$steps"
	awk -F '\t' '{ n[$1]++ }
		$1 == "skip" { skipped = skipped "skipped  " $2 ": " $3 "\n" }
		$1 == "fail" { failed = failed "FAILED   " $2 "\n" }
		END { printf "%s%s%d passed, %d failed, %d skipped\n", skipped, failed, n["pass"], n["fail"], n["skip"] }' "$results"
	rm -rf "$work"
	[ $status = 0 ] || say "error: scripts/test.sh did not get through: what failed is above"
	exit $status
}

if [ $# = 0 ]; then
	step gofmt
	shopt -s nullglob
	unformatted=$(gofmt -l -- *.go */)
	shopt -u nullglob
	[ -z "$unformatted" ] || die "not formatted; run gofmt -w on: ${unformatted//$'\n'/ }"

	step "go vet"
	go vet ./...

	# Everything that needs no C, tests included: nothing here runs on those two.
	step "go vet for Windows and macOS"
	module=$(go list -m)
	needC() { # packages that stand on the binding, or whose tests do
		go list -e "$@" -f '{{.ImportPath}} {{join .Deps " "}} ' ./... | grep "$module/gd " |
			cut -d' ' -f1 | sed 's/_test$//; s/\.test$//'
	}
	here=$(needC)
	for system in windows darwin; do
		export GOOS=$system CGO_ENABLED=0
		go vet $(go list -e -f '{{if or .GoFiles .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./... |
			grep -vxF "$here"$'\n'"$(needC -test)")
		unset GOOS CGO_ENABLED
	done

	step staticcheck
	if tool=$(tool staticcheck honnef.co/go/tools/cmd/staticcheck v0.8.2); then
		"$tool" ./...
	else
		skip staticcheck "it can't be fetched or built here"
	fi

	step govulncheck
	status=0
	scripts/vulncheck.sh live || status=$?
	case $status in
	0) ;;
	3) skip govulncheck "it found what is above, which fails no test: see scripts/vulncheck.sh" ;;
	*) skip govulncheck "its database can't be reached, or it can't be built here" ;;
	esac

	step "go test -race"
	module=$(go list -m)
	listed=$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...)
	packages=()
	for package in $listed; do
		case $package in "$module/tests" | "$module/tests/"*) ;; *) packages+=("$package") ;; esac
	done
	# Six at once, because most of those that may run beside others only wait.
	go_test -race -shuffle=on -parallel 6 -timeout "$TIMEOUT" "${packages[@]}"

	step fuzz
	scripts/fuzz.sh 5000x
fi

step "Godot and the addon"
need_godot >&2
ensure_built
ensure_imported "$ROOT/project"
ensure_imported "$ROOT/tests/project"

if [ $# = 0 ]; then
	step "frame time"
	BENCH_SECONDS=3 scripts/bench.sh frame
fi

step "go test ./tests"
GODOT_COMMAND=$ROOT/scripts/godot.sh go_test -count=1 -timeout "$TIMEOUT" "$@" ./tests/...
