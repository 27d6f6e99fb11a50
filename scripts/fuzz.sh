#!/usr/bin/env bash
# Fuzzes everything that reads bytes from outside:
#
#   scripts/fuzz.sh [TIME] [TARGET…]     scripts/fuzz.sh 10000000x FuzzFrame
#
# TIME is for each target: a duration (20s, the default) or a number of executions
# (10000000x). Without a TARGET all take their turn. Prints a table of what was
# run; ends with an error at the first input that a target fails for, which Go
# then keeps in the package's testdata/fuzz/ for every later `go test`.
#
# FUZZ_PARALLEL=N: how many at once (default: one for each core).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"
need_go

time=20s
case ${1:-} in [0-9]*) time=$1; shift ;; esac
wanted=" $* "

printf '| target | executions | a second | seeds and findings |\n|---|--:|--:|--:|\n'
found=0
for folder in $(grep -rl --include='*_test.go' --exclude-dir=.cache '^func Fuzz' . | xargs -n1 dirname | sort -u); do
	for target in $(grep -ohE '^func Fuzz\w+' "$folder"/*_test.go | cut -c6-); do
		[ "$wanted" = "  " ] || [[ $wanted == *" $target "* ]] || continue
		found=$((found + 1))
		log=$CACHE/$target.log
		mkdir -p "$CACHE"
		# Without the limit Go spends a minute on making each new input smaller.
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1s -parallel "${FUZZ_PARALLEL:-$(nproc)}" "$folder" >"$log" 2>&1 </dev/null || {
			cat "$log" >&2
			die "$target failed: its input is above and in testdata/fuzz"
		}
		# The last line of progress: elapsed, execs (rate), new interesting (total).
		awk -v name="$target" '/execs:/ { line = $0 }
			END { match(line, /execs: [0-9]+/); n = substr(line, RSTART + 7, RLENGTH - 7)
				match(line, /total: [0-9]+/); c = substr(line, RSTART + 7, RLENGTH - 7)
				match(line, /elapsed: [0-9hms]+/); e = substr(line, RSTART + 9, RLENGTH - 9); s = 0
				while (match(e, /^[0-9]+[hms]/)) { u = substr(e, RLENGTH, 1); v = substr(e, 1, RLENGTH - 1)
					s += v * (u == "h" ? 3600 : u == "m" ? 60 : 1); e = substr(e, RLENGTH + 1) }
				printf "| %s | %d | %d | %d |\n", name, n, s ? n / s : n, c }' "$log"
	done
done
[ "$found" -gt 0 ] || die "no such fuzz target: $*"
