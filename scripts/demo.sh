#!/usr/bin/env bash
# Three Godot games meet in a lobby:  scripts/demo.sh [--windows]
#
# Fetches Godot if there is none, builds the addon, then runs three headless
# Godot processes of project/: alice, bob and carol. One hosts a lobby, the
# others find and join it; they shake hands, chat, move about, and leave. Prints
# what each says, line by line. No Steam, no display.
#
# Ends with 0 if all did; with 1 if one failed or took longer than 60 seconds.
#
# --windows opens the demo in three windows instead, for you to play with; it
# needs a display, and ends when the windows are closed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SCENE=res://demo/three_players.tscn
DEADLINE=60

windows=''
case "$*" in
'') ;;
--windows) windows=yes ;;
*) die "demo.sh takes --windows or nothing, got: $*" ;;
esac
need_go
need gcc gcc libc6-dev
need_godot >/dev/null
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

# start NAME ARGS…: one player, in the background. What it prints goes through a
# named pipe, not `|`, so that the process id we hold is the player's.
start() {
	local name=$1 label
	shift
	label=${name,,}
	mkfifo "$dir/$label.out"
	prefixed "$label" <"$dir/$label.out" &
	readers+=($!)
	GODOTSTEAM_PERSONA_NAME=$name GODOTSTEAM_IDENTITY=$name GODOTSTEAM_DATA_DIR=$dir/data \
		"$@" >"$dir/$label.out" 2>&1 </dev/null &
	pids+=($!)
}

readers=()
players=(Alice Bob Carol)
for i in "${!players[@]}"; do
	if [ -n "$windows" ]; then
		start "${players[i]}" "$ROOT/scripts/godot.sh" --path "$ROOT/project" --position "$((40 + 440 * i)),60"
	else
		start "${players[i]}" timeout --kill-after=5 "$DEADLINE" \
			"$ROOT/scripts/godot.sh" --headless --path "$ROOT/project" "$SCENE"
	fi
done

failed=''
for i in "${!players[@]}"; do
	status=0
	wait "${pids[i]}" || status=$?
	case $status in
	0) ;;
	124 | 137) failed+="${players[i]} did not finish within $DEADLINE seconds. " ;;
	*) failed+="${players[i]} ended with exit code $status. " ;;
	esac
done
wait "${readers[@]}"
pids=()
[ -z "$failed" ] || die "the demo failed: ${failed}What they said is above."
say "the demo went well: all players ended with 0"
