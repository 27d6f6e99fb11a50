#!/bin/bash
# Run once, after main is merged into lobbies. Edits, tests, commits only its paths.
set -e
cd /work/lobbies
git merge-base --is-ancestor 5def42e HEAD || { echo "main is not merged yet"; exit 1; }
[ ! -e "$(git rev-parse --git-path MERGE_HEAD)" ] || { echo "merge in progress"; exit 1; }
grep -q 'Lobbies, friends, and what else' README.md && { echo "already applied"; exit 1; }
python3 /tmp/xml/gen.py
python3 /tmp/xml/edit.py
gofmt -l doc_classes
go test ./doc_classes
git add doc_classes/Steam.xml doc_classes/doc_test.go README.md CHANGELOG.md docs
git commit -q -m "The class reference, README and changelog tell of lobbies and friends" -- doc_classes/Steam.xml doc_classes/doc_test.go README.md CHANGELOG.md docs
git log --oneline -2; git show --stat HEAD
