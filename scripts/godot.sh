#!/usr/bin/env bash
# Runs a real Godot, 4.5 or newer:  scripts/godot.sh ARGS…
#
# Which one, first match:
#   1. $GODOT, if set: the path of a Godot program
#   2. `godot` in PATH, if it is 4.5 or newer
#   3. Debian's own package, unpacked once into .cache/godot/ (170 MB to
#      download; nothing is installed on the system, and root is not needed)
#
# Environment:
#   GODOT                     see above
#   GODOT_PRELOAD             a library that Godot starts with (LD_PRELOAD)
#   GODOTSTEAM_CACHE          moves .cache/
#   GODOTSTEAM_DEBIAN_MIRROR  URL of a Debian mirror, for 3. Default: the one
#                             that this machine's apt is set up with
#
# The script ends in `exec`: its process id is Godot's, and so is its exit code.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SUITE=forky # the first Debian with Godot 4.5 or newer
ENGINE=$CACHE/godot
BY_HAND="Install Godot 4.5 or newer yourself and set GODOT to its path"

# new_enough VERSION: is it ("4.6.3.stable.debian") 4.5 or newer?
new_enough() {
	local major minor
	IFS=. read -r major minor _ <<<"$1"
	[[ $major =~ ^[0-9]+$ && ${minor:-0} =~ ^[0-9]+$ ]] || return 1
	((major > 4 || (major == 4 && minor >= 5)))
}

# debian_mirror: the URL of the Debian archive that this machine's apt uses
# (not its security archive); prints nothing when it uses none.
debian_mirror() {
	# shellcheck disable=SC2016 # apt's variables, not the shell's
	apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		sed -n 's/^Debian|//p' | sort -u | head -n 1 || true
}

# fetch_engine: Debian's Godot with every library it needs, into $ENGINE.
fetch_engine() {
	local arch mirror tmp deb program
	local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	for program in apt-get dpkg dpkg-deb flock; do
		command -v "$program" >/dev/null ||
			die "there is no Godot here (neither \$GODOT nor godot 4.5+ in PATH), and no $program to fetch Debian's with. $BY_HAND"
	done
	arch=$(dpkg --print-architecture)

	mirror=${GODOTSTEAM_DEBIAN_MIRROR:-$(debian_mirror)}
	if [ -z "$mirror" ] && [ "$(id -u)" = 0 ]; then
		say "asking apt for its package lists, to learn which Debian mirror it uses"
		apt-get update >&2 </dev/null || true
		mirror=$(debian_mirror)
	fi
	[ -n "$mirror" ] ||
		die "apt on this machine names no Debian mirror to fetch Godot from (Ubuntu's have none that is new enough). $BY_HAND, or set GODOTSTEAM_DEBIAN_MIRROR to a Debian mirror's URL. On Debian, a first 'apt-get update' may be all that is missing"
	[ -r "$keyring" ] ||
		die "Debian's signing keys are missing ($keyring): install the package debian-archive-keyring. Or: $BY_HAND"

	rm -rf "$CACHE"/godot.part.* # of a run that was killed
	tmp=$(mktemp -d "$CACHE/godot.part.XXXXXX")
	# shellcheck disable=SC2064 # the value of now
	trap "rm -rf '$tmp'" EXIT
	mkdir -p "$tmp"/apt/{lists/partial,archives/partial} "$tmp/root"
	: >"$tmp/apt/status" # nothing is installed: every library comes along
	printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$SUITE" >"$tmp/apt/sources.list"
	# An apt of its own. Proxy and credentials of the machine's configuration
	# stay in force; its sources, pins and hooks do not.
	cat >"$tmp/apt/conf" <<-CONF
		#clear APT::Architectures;
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		APT::Architecture "$arch";
		APT::Architectures { "$arch"; };
		APT::Default-Release "";
		APT::Install-Recommends "false";
		APT::Sandbox::User "";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Dir::Etc::sourcelist "$tmp/apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		Dir::State "$tmp/apt";
		Dir::State::lists "$tmp/apt/lists";
		Dir::State::status "$tmp/apt/status";
		Dir::Cache "$tmp/apt";
		Dir::Cache::archives "$tmp/apt/archives";
		Debug::NoLocking "true";
	CONF

	say "fetching Godot from Debian $SUITE into $ENGINE (once; about 170 MB)"
	if ! { apt-get -q -c "$tmp/apt/conf" update &&
		apt-get -q -y -c "$tmp/apt/conf" install --download-only godot; } >"$tmp/log" 2>&1 </dev/null; then
		tail -n 20 "$tmp/log" >&2
		die "apt could not fetch Godot from $mirror, suite $SUITE: its last words are above. Check the network and try again. Or: $BY_HAND"
	fi
	for deb in "$tmp"/apt/archives/*.deb; do
		dpkg-deb -x "$deb" "$tmp/root" || die "could not unpack ${deb##*/} (disk full?): try again"
	done
	rm -rf "$tmp/root/usr/share"/{doc,man,locale,lintian,bug}
	mv -T "$tmp/root" "$ENGINE"
	rm -rf "$tmp"
	trap - EXIT
}

# run PROGRAM ARGS…: becomes it. Only here, so that nothing else gets the library.
run() {
	if [ -n "${GODOT_PRELOAD:-}" ]; then export LD_PRELOAD=$GODOT_PRELOAD; fi
	exec "$@"
}

if [ -n "${GODOT:-}" ]; then
	command -v "$GODOT" >/dev/null || die "GODOT is set to '$GODOT', which is no program: correct or unset it"
	[ ! "$GODOT" -ef "${BASH_SOURCE[0]}" ] || die "GODOT is set to this script ('$GODOT'): set it to a Godot program, or unset it"
	run "$GODOT" "$@"
fi

if godot=$(command -v godot) && new_enough "$("$godot" --version 2>/dev/null </dev/null || true)"; then
	run "$godot" "$@"
fi

# One at a time; whoever waited finds the work done.
fetch_once() { [ -x "$ENGINE/usr/bin/godot" ] || fetch_engine; }
[ -x "$ENGINE/usr/bin/godot" ] || locked godot fetch_once

case $(uname -m) in
x86_64) triplet=x86_64-linux-gnu loader=ld-linux-x86-64.so.2 ;;
aarch64 | arm64) triplet=aarch64-linux-gnu loader=ld-linux-aarch64.so.1 ;;
*) die "this script runs Debian's Godot on x86_64 and arm64 only, and this machine is $(uname -m). $BY_HAND" ;;
esac
# A system without fonts.conf makes fontconfig complain on every start.
if [ ! -e /etc/fonts/fonts.conf ]; then export FONTCONFIG_FILE=$ENGINE/etc/fonts/fonts.conf; fi

# Its own loader and C library: Debian's Godot may be newer than this system.
LIB=$ENGINE/usr/lib/$triplet
run "$LIB/$loader" --library-path "$LIB:$LIB/pulseaudio:$LIB/blas:$LIB/lapack" \
	--argv0 godot "$ENGINE/usr/bin/godot" "$@"
