#!/usr/bin/env bash
# Prints the licences of everything that our libraries hold of others, as Markdown:
#
#   scripts/licenses.sh
#
# For all systems, so that one file goes with any choice of libraries.
# scripts/build.sh puts it into the addon.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"
need_go

# chapter TITLE FOLDER: the texts that lie in FOLDER.
chapter() {
	local file found=''
	printf '\n## %s\n' "$1"
	for file in "$2"/*; do
		case ${file##*/} in
		LICENSE* | LICENCE* | COPYING* | copyright | NOTICE* | PATENTS*) ;;
		*) continue ;;
		esac
		found=yes
		printf '\n%s:\n\n```\n' "${file##*/}"
		cat "$file"
		printf '\n```\n'
	done
	[ -n "$found" ] || die "$1 has no licence to ship with the addon: nothing like LICENSE, COPYING or NOTICE is in $2"
}

cat <<'TEXT'
# Licences of others

The libraries in `bin/` hold what follows, beside this project's own code. Whoever gives a library to others gives them
these texts, too.
TEXT

# Debian's Go comes without its licence; Go's own modules have the same.
goroot=$(go env GOROOT)
[ -e "$goroot/LICENSE" ] || goroot=$(go list -m -f '{{.Dir}}' golang.org/x/sys)
chapter "Go's runtime and standard library, $(go env GOVERSION)" "$goroot"

# Without GOFLAGS, which may not suit every system (-asan).
for system in linux/amd64 linux/arm64 windows/amd64 darwin/arm64; do
	GOFLAGS='' CGO_ENABLED=1 GOOS=${system%/*} GOARCH=${system#*/} \
		go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}' .
done | LC_ALL=C sort -u | while IFS=$'\t' read -r module folder; do
	chapter "$module" "$folder"
done

# What the linker puts into a library for Windows: there where it can be made.
mingw=/usr/share/doc/mingw-w64-x86-64-dev
[ ! -e "$mingw/copyright" ] || chapter "In the library for Windows: the C runtime of mingw-w64" "$mingw"
