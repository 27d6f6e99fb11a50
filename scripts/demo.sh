#!/usr/bin/env bash
# Two Godot games talk:  scripts/demo.sh
#
# Fetches Godot if there is none, builds the addon, then runs two headless Godot
# processes of project/, alice and bob, which find each other, exchange packets
# and say goodbye. Prints what both say, line by line. No Steam, no display.
#
# Ends with 0 if both did; with 1 if one failed or took longer than 60 seconds.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SCENE=res://demo/two_players.tscn
DEADLINE=60

[ $# = 0 ] || die "demo.sh takes no arguments, got: $*"
[ -f "$ROOT/project/${SCENE#res://}" ] || die "the demo's scene project/${SCENE#res://} is missing in this checkout"
need_go
need gcc gcc libc6-dev
"$ROOT/scripts/godot.sh" --version >/dev/null </dev/null || die "Godot does not run: its output is above"
ensure_built
ensure_imported "$ROOT/project"

processes_in demo

# prefixed LABEL: its input line by line, without Godot's own first lines.
prefixed() {
	local line
	while IFS= read -r line; do
		case $line in '' | 'Godot Engine v'*) ;; *) printf '%-5s | %s\n' "$1" "$line" ;; esac
	done
}

# start IDENTITY NAME: one player, in the background. What it prints goes through
# a named pipe, not `|`, so that the process id we hold is the player's.
start() {
	mkfifo "$dir/$1.out"
	prefixed "$1" <"$dir/$1.out" &
	readers+=($!)
	GODOTSTEAM_IDENTITY=$1 GODOTSTEAM_DATA_DIR=$dir/data DEMO_NAME=$2 DEMO_DIR=$dir \
		timeout --kill-after=5 "$DEADLINE" \
		"$ROOT/scripts/godot.sh" --headless --path "$ROOT/project" "$SCENE" >"$dir/$1.out" 2>&1 </dev/null &
	pids+=($!)
}

readers=()
start alice Alice
start bob Bob

failed=''
for i in 0 1; do
	player=$([ "$i" = 0 ] && echo alice || echo bob)
	status=0
	wait "${pids[i]}" || status=$?
	case $status in
	0) ;;
	124 | 137) failed+="$player did not finish within $DEADLINE seconds. " ;;
	*) failed+="$player ended with exit code $status. " ;;
	esac
done
wait "${readers[@]}"
pids=()
[ -z "$failed" ] || die "the demo failed: ${failed}What they said is above."
say "the demo went well: both players ended with 0"
