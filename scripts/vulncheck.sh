#!/usr/bin/env bash
# Looks for known vulnerabilities that our code reaches:  scripts/vulncheck.sh [live]
#
# In Go's database, vuln.go.dev. Where that can't be reached it is made from its
# source, which is a Go module as any other (some 100 MB to fetch); with `live`
# it is not.
#
# Ends with 3 if there are any. Many are traces through an interface that no
# program takes (io.Reader, fmt.Stringer): look at the first one of each. Those of
# the standard library are gone in a build with the Go that is said to mend them.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

case "$*" in '' | live) ;; *) die "vulncheck.sh takes live or nothing, got: $*" ;; esac
need_go
need gcc gcc libc6-dev
govulncheck=$(tool govulncheck golang.org/x/vuln/cmd/govulncheck v1.9.0) ||
	die "govulncheck can't be fetched or built here"
log=$CACHE/vulncheck.log

# scan ARGS…: prints what was found, with one example of each; the log has all.
scan() {
	local status=0
	timeout 300 "$govulncheck" "$@" ./... >"$log" 2>&1 || status=$?
	grep -vE '^ +#([2-9]|[1-9][0-9]+): ' "$log" || true
	return "$status"
}

# make_database: prints its URL.
make_database() {
	local version source database
	version=$(go list -m -f '{{.Version}}' golang.org/x/vulndb@latest) || return 1
	database=$CACHE/vulndb-$version
	if [ ! -d "$database" ]; then
		source=$(go mod download -json "golang.org/x/vulndb@$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p') || return 1
		rm -rf "$CACHE"/vulndb-*
		go run "golang.org/x/vulndb/cmd/indexdb@$version" -vulns "$source/data/osv" -out "$database.new" >&2 || return 1
		mv "$database.new" "$database"
	fi
	printf 'file://%s\n' "$database"
}

status=0
scan || status=$?
if [ "$status" = 1 ] && [ $# = 0 ]; then
	say "the database can't be reached: making it from its source"
	url=$(make_database) || die "it can't be made either: its source golang.org/x/vulndb can't be fetched or built here"
	status=0
	scan -db "$url" || status=$?
fi
exit "$status"
