#!/usr/bin/env bash
# The long form of every test that has one:  scripts/soak.sh [MINUTES] [PART…]
#
#   peers      MINUTES (default: 30) of eight headless Godots that send to each
#              other at random, while some are killed, leave and come back. Fails
#              if a reliable message between living peers is lost, comes twice or
#              late, or if memory, threads or open files of those that lived
#              throughout grow. Its table stays in .cache/test-logs/TestSoak/.
#   growth     the same in one process, where goroutines can be counted: five
#              minutes at most
#   networks   200 seeds of each bad network; cuts of 60 seconds on real sockets
#   strangers  hostile peers, with a million messages; floods of strangers beside
#              a game, measured
#   calls      four million random calls from GDScript
#   fuzz       two minutes of each fuzz target
#   scale      1 to 256 sessions, measured, into .cache/scale.svg
#   frame      what the addon takes of a frame, measured
#
# Without a PART all of them take their turn: about two hours. What each has shown
# so far is in docs/internals/reliability.md. GODOTSTEAM_SOAK_SEED=N repeats the choices of
# another run of peers.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

minutes=30
case ${1:-} in [1-9]*)
	[[ $1 =~ ^[0-9]+$ ]] || die "soak.sh takes a number of minutes, got: $1"
	minutes=$1
	shift
	;;
esac
for part in "$@"; do
	case $part in
	peers | growth | networks | strangers | calls | fuzz | scale | frame) ;;
	*) die "unknown part '$part': one of peers, growth, networks, strangers, calls, fuzz, scale, frame" ;;
	esac
done
[ $# -gt 0 ] || set -- peers growth networks strangers calls fuzz scale frame

need_go
need gcc gcc libc6-dev
need_godot >/dev/null
ensure_built
cd "$ROOT"

peers() { GODOTSTEAM_SOAK=${minutes}m go test -count=1 -timeout "$((minutes + 5))m" -v -run '^TestSoak$' ./tests; }

growth() { GODOTSTEAM_SOAK=$((minutes < 5 ? minutes : 5))m go test -count=1 -timeout 10m -v -run '^TestNothingGrows$' ./platform/standalone; }

networks() {
	GODOTSTEAM_SEEDS=200 go test -count=1 -timeout 60m -run 'Reliable|Cut|Follows|Told|Moves|Largest|Lost|Anew|Closing' ./platform/standalone/...
	GODOTSTEAM_CUT=60s go test -count=1 -timeout 10m -race -run ALongCutBetweenRealSockets ./platform/standalone/...
	GODOTSTEAM_CUT=60s go test -count=1 -timeout 10m -run '^TestLongCut$' ./tests
}

strangers() {
	GODOTSTEAM_SEEDS=20 go test -count=1 -timeout 30m -run 'Peer|Stranger|AnAddress|Handshakes|Flood|Replayed|Tiny|MessageBefore|Ed25519|Connection|OneStream|StolenAddress|LargeFrames|Liar|AHost|Signatures|ManyWords' ./platform/standalone/...
	scripts/bench.sh flood
}

calls() { GODOTSTEAM_HAMMER=1000000 go test -count=1 -timeout 30m -run '^TestHammer$' ./tests; }

fuzz() { scripts/fuzz.sh 2m; }

scale() { scripts/scale.sh "$CACHE/scale.svg"; }

frame() { scripts/bench.sh frame; }

for part in "$@"; do
	say "== $part"
	"$part"
done
