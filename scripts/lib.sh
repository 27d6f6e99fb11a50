# What the other scripts share. To be sourced (`. scripts/lib.sh`), not run.
#
# Sets:  ROOT   the repository
#        CACHE  the one folder for everything downloaded or made on the way:
#               .cache/ in the repository, or $GODOTSTEAM_CACHE
#        ADDON  where a build lands: what a game copies
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${GODOTSTEAM_CACHE:-$ROOT/.cache}
# An absolute path: scripts change the working directory.
case $CACHE in /*) ;; *) CACHE=$PWD/$CACHE ;; esac
# shellcheck disable=SC2034 # used by the scripts that source this file
ADDON=$ROOT/project/addons/godotsteam

# No Git data in what Go builds: it would make the bytes depend on the checkout's
# state, and where Git distrusts the folder's owner (containers) Go would give up.
export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false"

# Tests make folders for standalone, which refuses those that others may write to.
umask 022

# say TEXT: progress, on stderr so that it never mixes with a program's output.
say() { printf '%s\n' "$*" >&2; }

# die TEXT: says what is wrong and what to do about it, and ends the script.
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# locked NAME COMMAND…: runs COMMAND (a function too) while no other script of
# this checkout holds the lock NAME.
locked() {
	local name=$1
	shift
	mkdir -p "$CACHE" || die "cannot make the cache folder $CACHE: set GODOTSTEAM_CACHE to a folder that you may write to"
	(
		if command -v flock >/dev/null; then flock 9; fi
		"$@"
	) 9>"$CACHE/$name.lock"
}

# need PROGRAM PACKAGE…: PROGRAM must be there. Where it isn't, an unattended
# run (CI=true) as root installs the Debian packages that bring it; a person is
# told their names.
need() {
	local program=$1
	shift
	if command -v "$program" >/dev/null; then return 0; fi
	if [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		install_packages "$@"
	fi
	command -v "$program" >/dev/null ||
		die "$program is missing. On Debian and Ubuntu: sudo apt-get install $*"
}

# need_go: Go, recent enough to fetch by itself the version that go.mod names.
need_go() {
	local packaged version minor
	if ! command -v go >/dev/null; then
		packaged=$(apt-cache policy golang-go 2>/dev/null | sed -nE 's/^ +Candidate: ([0-9]+:)?(1\.([0-9]+)).*/\2/p' || true)
		[ "$(minor_of "${packaged:-1.21}")" -ge 21 ] ||
			die "Go is missing, and this system's package golang-go is Go $packaged, too old. $(new_go)"
		need go golang-go
	fi
	version=$(cd / && go env GOVERSION)
	[ "$(minor_of "${version#go}")" -ge 21 ] || die "this machine's Go is $version, too old. $(new_go)"
}

# minor_of VERSION: 26 of 1.26.8; a version that is none (devel …) is new.
minor_of() {
	[[ $1 =~ ^1\.([0-9]+) ]] && echo "${BASH_REMATCH[1]}" || echo 1000
}

# new_go: where to get Go from. 1.21 and newer fetch what go.mod names.
new_go() {
	local codename
	echo -n "Install Go 1.21 or newer from https://go.dev/dl/"
	codename=$(sed -n 's/^VERSION_CODENAME=//p' "${OS_RELEASE:-/etc/os-release}" 2>/dev/null || true)
	if [ "$codename" = bookworm ]; then
		echo -n ", or from Debian's backports:" \
			"echo 'deb http://deb.debian.org/debian bookworm-backports main' | sudo tee /etc/apt/sources.list.d/backports.list;" \
			"sudo apt-get update; sudo apt-get install -t bookworm-backports golang-go"
	fi
}

# tool NAME PACKAGE VERSION: builds a tool written in Go, once, and prints where it
# is; fails if it can't be had.
tool() {
	local path=$CACHE/tools/$1-${3#v}
	if [ ! -x "$path" ]; then
		GOBIN=$CACHE/tools/new go install "$2@$3" && mv "$CACHE/tools/new/$1" "$path" || return 1
	fi
	printf '%s\n' "$path"
}

# need_godot: a Godot that runs; prints its version.
need_godot() { "$ROOT/scripts/godot.sh" --version </dev/null || die "Godot does not run: its output is above"; }

# install_packages PACKAGE…: apt-get install, without questions; as root. One at
# a time: tests that need a compiler each run beside each other.
install_packages() { locked apt install_now "$@"; }

install_now() {
	say "installing $*"
	apt-get -q update >&2 </dev/null || say "apt-get update failed; trying with the package lists of before"
	DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" >&2 </dev/null ||
		die "apt-get could not install $*: its output is above"
}

# ensure_built: the addon for this machine, made by scripts/build.sh; a second or
# two when nothing changed.
ensure_built() { "$ROOT/scripts/build.sh" >&2; }

# ensure_imported DIR: has Godot scan the project in DIR, if anything in it is
# newer than the last scan. Godot loads an extension only when
# DIR/.godot/extension_list.cfg names it, and only a scan writes that file.
ensure_imported() { locked import import_project "$1"; }

import_project() {
	local dir=$1 list=$1/.godot/extension_list.cfg stamp=$1/.godot/scanned log status=0
	[ -f "$dir/project.godot" ] || die "there is no project.godot in $dir: not a Godot project"
	if [ -f "$stamp" ] && grep -qs godotsteam.gdextension "$list" &&
		[ -z "$(find "$dir" -newer "$stamp" -type f -not -path "$dir/.godot/*" -not -path "$dir/addons/godotsteam/*" -print -quit)" ]; then
		return 0
	fi
	say "importing $dir (a few seconds)"
	log=$CACHE/import.log
	timeout 120 "$ROOT/scripts/godot.sh" --headless --path "$dir" --import >"$log" 2>&1 </dev/null || status=$?
	# Godot answers 0 even when an extension could not be loaded.
	if [ "$status" != 0 ] || grep -q 'ERROR:.*GDExtension' "$log"; then
		cat "$log" >&2
		die "Godot could not import $dir and load the addon in it (exit code $status; 124 means that it hung): its output is above. A new scripts/build.sh may help"
	fi
	if ! grep -qs godotsteam.gdextension "$list"; then
		cat "$log" >&2
		die "Godot imported $dir without finding addons/godotsteam/godotsteam.gdextension in it: run scripts/build.sh, and see that $dir/addons leads to project/addons"
	fi
	touch "$stamp"
}

# processes_in NAME: for scripts that start processes. Makes a folder $dir for
# them, and however the script ends, ends those in $pids and removes it.
processes_in() {
	dir=$(mktemp -d "${TMPDIR:-/tmp}/godotsteam-$1.XXXXXX")
	pids=()
	trap end_processes EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

end_processes() {
	trap '' INT TERM # a second one must not end the cleaning
	# wait, so that a game which still closes finds its folder
	if [ ${#pids[@]} -gt 0 ]; then
		kill "${pids[@]}" 2>/dev/null || true
		wait "${pids[@]}" 2>/dev/null || true
	fi
	rm -rf "$dir"
}
