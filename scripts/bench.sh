#!/usr/bin/env bash
# Measures:  scripts/bench.sh [calls|pair|multiplayer|lossy|frame|steamworks|flood]…   (default: all)
#
#   calls       what one call from GDScript costs, beside two of the engine's own
#   pair        two Godot processes on loopback, ours beside Godot's ENetConnection
#   multiplayer two Godot processes on loopback with RPCs and synchronizers, over our
#               SteamMultiplayerPeer beside Godot's ENetMultiplayerPeer
#   lossy       two as in pair, the round trip where 5 % of the packets get lost
#   frame       what the addon takes of a frame, with eight peers and the garbage
#               collector; BENCH_SECONDS of it (default: 60)
#   steamworks  what the platform steamworks adds to a call of Valve's library,
#               over the stand-in that the tests use
#   flood       the round trip in a session while strangers flood one of its players
#
# Prints a table for each, as Markdown. Every figure is a median; compare the
# ratios, which come out of one run, not the figures of two machines. Fails where
# the traffic that is measured did not flow.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DEADLINE=240
PROJECT=$ROOT/tests/project

# For awk: the median of values with spaces between them.
MEDIAN='function median(list,  v, c, i, j, t) {
	c = split(list, v, " ")
	for (i = 2; i <= c; i++) for (j = i; j > 1 && v[j-1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j-1]; v[j-1] = t }
	return v[int((c + 1) / 2)]
}'

for what in "$@"; do
	case $what in
	calls | pair | multiplayer | lossy | frame | steamworks | flood) ;;
	*) die "unknown benchmark '$what': one of calls, pair, multiplayer, lossy, frame, steamworks, flood" ;;
	esac
done
[ $# -gt 0 ] || set -- calls pair multiplayer lossy frame steamworks flood

need_go
need gcc gcc libc6-dev
need_godot >/dev/null
ensure_built
ensure_imported "$PROJECT"

processes_in bench

# start NAME SCRIPT [ROLE]: a Godot process in the background.
start() {
	play "$@" &
	pids+=($!)
}

play() {
	# What lies between the two, if anything does.
	if [ -e "$folder/$1.env" ]; then . "$folder/$1.env"; fi
	BENCH_DIR=$folder BENCH_ROLE=${3:-} GODOTSTEAM_IDENTITY=$1 GODOTSTEAM_DATA_DIR=${GODOTSTEAM_DATA_DIR:-$folder/data} GODOTSTEAM_PLATFORM=standalone \
		exec timeout --kill-after=5 "$DEADLINE" \
		"$ROOT/scripts/godot.sh" --headless --path "$PROJECT" -s "res://bench/$2" >"$folder/$1.log" 2>&1 </dev/null
}

# finish [PID]: waits for what start started, and then ends PID. The last one
# first: it measures, and the others may wait for it.
finish() {
	local i
	for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
		[ "${pids[i]}" != "${1:-}" ] || continue
		wait "${pids[i]}" || failed
	done
	! grep -q 'ERROR: ' "$folder"/*.log || failed
	if [ $# -gt 0 ]; then kill "$1"; fi
	pids=()
}

failed() {
	cat "$folder"/*.log >&2
	die "a benchmark did not end well: what its processes said is above"
}

calls() {
	start drain drain.gd
	start calls calls.gd
	finish
	echo "One call from GDScript, over an empty loop:"
	echo
	awk -F '\t' '$1 == "CALLS" && $2 == "call" { print "| call | ns | goal | × an engine call |"; print "|---|--:|--:|--:|"; next }
		$1 == "CALLS" { printf "| %s | %s | %s | %s |\n", $2, $3, $4, $5 }' "$folder/calls.log"
	echo
}

pair() {
	start receiver pair.gd receiver
	start sender pair.gd sender
	finish
	echo "Two Godot processes on loopback, medians of all rounds:"
	echo
	compare
}

multiplayer() {
	start receiver multiplayer.gd receiver
	start sender multiplayer.gd sender
	finish
	echo "Godot's high-level multiplayer in two processes on loopback, medians of all rounds:"
	echo
	compare
}

lossy() {
	(cd "$ROOT" && go build -o "$folder/between" ./tests/lossy/between)
	"$folder/between" "$folder" &
	local between=$!
	pids+=("$between")
	for _ in {1..300}; do
		[ -e "$folder/receiver.env" ] && break
		sleep 0.1
	done
	[ -e "$folder/receiver.env" ] || die "the bad network did not come about: what it said is above"
	start receiver lossy.gd receiver
	start sender lossy.gd sender
	finish "$between"
	echo "Two Godot processes, a message of 64 bytes each 16 ms, 20 ms one way and 5 % of the packets lost, medians of all rounds:"
	echo
	compare
}

# compare: prints what the sender measured.
compare() {
	# The rounds' values by measurement, their median, and ours over ENet's.
	awk -F '\t' "$MEDIAN"'
		$1 == "PAIR" { key = $3; if (!(key in unit)) { order[++n] = key; unit[key] = $5 }
			values[$2, key] = values[$2, key] " " $4 }
		END {
			print "| | ours | ENet | | ours / ENet |"; print "|---|--:|--:|---|--:|"
			for (i = 1; i <= n; i++) {
				k = order[i]; a = median(values["ours", k]); b = median(values["ENet", k])
				f = a < 100 ? "%.1f" : "%.0f"
				printf "| %s | " f " | " f " | %s | %.2f |\n", k, a, b, unit[k], a / b
			}
		}' "$folder/sender.log"
	echo
}

frame() {
	local i seconds=${BENCH_SECONDS:-60}
	export BENCH_SECONDS=$seconds
	for i in 0 1 2 3 4 5 6 7; do start "sender$i" frame.gd "sender$i"; done
	# Collects far more often than by default, and says so.
	GOGC=10 GODEBUG=gctrace=1 start game frame.gd game
	finish
	echo "What the addon takes of a frame, µs; $seconds s at 60 frames a second, eight peers that send 256 bytes a frame each:"
	echo
	awk -F '\t' '/^gc [0-9]/ { collections++ }
		$1 == "FRAME" && !n++ { print "| | frames | p50 | p99 | p99.9 | most |"; print "|---|--:|--:|--:|--:|--:|" }
		$1 == "FRAME" { printf "| %s | %s | %s | %s | %s | %s |\n", $2, $3, $4, $5, $6, $7 }
		$1 == "READ" { read = $2 }
		END { printf "\n%s packets read in a frame; %d garbage collections meanwhile.\n", read, collections }' "$folder/game.log"
	echo
}

steamworks() {
	echo "The platform steamworks over a stand-in for Valve's library (whole calls; TheFakeItself is the stand-in alone, from C):"
	echo
	(cd "$ROOT" && go test -run '^$' -bench . -benchtime 200ms ./platform/steamworks) |
		awk 'BEGIN { print "| call | ns | allocations |"; print "|---|--:|--:|" }
			/^Benchmark/ { sub(/^Benchmark/, "", $1); sub(/-[0-9]+$/, "", $1); gsub(/_/, " ", $1)
				ns = ""; allocs = ""
				for (i = 2; i <= NF; i++) { if ($i == "ns/op" && !(ns > 0) || $i == "ns/call") ns = $(i-1); if ($i == "allocs/op") allocs = $(i-1) }
				printf "| %s | %s | %s |\n", $1, ns, allocs }'
	echo
}

flood() {
	echo "The round trip of 64 bytes over loopback, a thousand a second, medians of three:"
	echo
	(cd "$ROOT" && go test -run '^$' -bench '^BenchmarkFlood$' -benchtime 3000x -count 3 ./platform/standalone) |
		awk "$MEDIAN"'
			/^BenchmarkFlood/ { sub(/^BenchmarkFlood\//, "", $1); sub(/-[0-9]+$/, "", $1); gsub(/_/, " ", $1)
				if (!($1 in p50)) order[++n] = $1
				for (i = 2; i <= NF; i++) { if ($i == "p50-µs") p50[$1] = p50[$1] " " $(i-1); if ($i == "p99-µs") p99[$1] = p99[$1] " " $(i-1) } }
			END { print "| strangers, a second | p50, µs | p99, µs | p99 / quiet |"; print "|---|--:|--:|--:|"
				for (i = 1; i <= n; i++) printf "| %s | %d | %d | %.1f |\n", order[i], median(p50[order[i]]), median(p99[order[i]]), median(p99[order[i]]) / median(p99[order[1]]) }'
	echo
}

for what in "$@"; do
	folder=$(mktemp -d "$dir/$what.XXXXXX") # nobody finds what those before have left
	"$what" >"$folder/table"
	[ "$(grep -c '^|' "$folder/table")" -gt 2 ] || die "$what: nothing was measured"
	cat "$folder/table"
done
