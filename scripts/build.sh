#!/usr/bin/env bash
# Builds the addon:  scripts/build.sh [linux|linux-arm64|windows]
#
# Makes the library for that system (default: this machine) and puts it, with
# all else that a game copies, into project/addons/godotsteam/. Building for a
# second system adds its library beside the first. Prints the library's path and
# size.
#
# Needs Go and gcc; for another system its cross compiler as well (the script
# names the Debian package, and installs it when it runs as root with CI=true).
# CC, CGO_CFLAGS and GOFLAGS are honoured. GODOTSTEAM_SYMBOLS=1 keeps the symbols,
# for a debugger or a sanitizer.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

host=$(uname -s)-$(uname -m)
case $host in
Linux-x86_64) this=linux ;;
Linux-aarch64 | Linux-arm64) this=linux-arm64 ;;
*) this='' ;;
esac

target=${1:-$this}
exports="-Xlinker \"--version-script=$ROOT/scripts/exports.map\""
case $target in
linux)
	library=libgodotsteam.linux.x86_64.so GOOS=linux GOARCH=amd64
	cross=x86_64-linux-gnu-gcc packages=(gcc-x86-64-linux-gnu libc6-dev-amd64-cross)
	;;
linux-arm64)
	library=libgodotsteam.linux.arm64.so GOOS=linux GOARCH=arm64
	cross=aarch64-linux-gnu-gcc packages=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross)
	;;
windows)
	library=godotsteam.windows.x86_64.dll GOOS=windows GOARCH=amd64
	cross=x86_64-w64-mingw32-gcc packages=(gcc-mingw-w64-x86-64-win32)
	# Go hands the linker a list of its own, which names every //export of the
	# program. With --export-all-symbols it doesn't; the next flag takes that back.
	exports="-Wl,--export-all-symbols -Wl,--exclude-all-symbols \"$ROOT/scripts/exports.def\""
	;;
'') die "this script does not build for this machine ($host): say for which system, scripts/build.sh linux, linux-arm64 or windows" ;;
*) die "unknown system '$target': one of linux, linux-arm64, windows" ;;
esac
[ $# -le 1 ] || die "one system at a time, not $#: $*"

need_go
if [ "$target" = "$this" ]; then
	CC=${CC:-gcc}
	need "${CC%% *}" gcc libc6-dev # CC may have several words: ccache gcc
else
	CC=${CC:-$cross}
	need "${CC%% *}" "${packages[@]}"
fi
export CC GOOS GOARCH CGO_ENABLED=1 CGO_CFLAGS="${CGO_CFLAGS:--O2}"

build() {
	local out=$CACHE/build/$target/$library bin=$ADDON/bin file strip='-s -w'
	if [ -n "${GODOTSTEAM_SYMBOLS:-}" ]; then strip=''; fi
	# Into the cache first, so that a Godot that runs with the old library never
	# sees half of the new one. Without the build ID, which depends on where the
	# checkout lies, the same source and compilers make the same bytes anywhere.
	(cd "$ROOT" && go build -buildmode=c-shared -trimpath \
		-ldflags "$strip -buildid= '-extldflags=$exports'" -o "$out" .) ||
		die "go build failed for $target: its output is above"
	rm -f "${out%.*}.h" # for C programs that would link to it; there are none

	mkdir -p "$bin"
	put "$out" "$bin/$library"
	for file in godotsteam.gdextension godotsteam.gdextension.uid LICENSE; do
		put "$ROOT/$file" "$ADDON/$file"
	done
	put "$ROOT/addon/README.md" "$ADDON/README.md"
	"$ROOT/scripts/licenses.sh" >"$CACHE/build/THIRD_PARTY.md"
	put "$CACHE/build/THIRD_PARTY.md" "$ADDON/THIRD_PARTY.md"
	printf '%s  %s bytes\n' "$bin/$library" "$(stat -c %s "$bin/$library")"
}

# put FROM TO: copies a file by renaming, so that TO is never half written, and
# leaves TO alone when it is the same already.
put() {
	if cmp -s "$1" "$2"; then return 0; fi
	cp "$1" "$2.new"
	mv -f "$2.new" "$2"
}

mkdir -p "$CACHE/build/$target"
locked build build
