#!/usr/bin/env bash
# Stages of the build of <<service>>; the workflow only decides which of them run.
set -euo pipefail

# settings

stages=(vet unit race postings replay)

plan() {
  local changed
  changed=$(git diff --name-only HEAD~1 2>/dev/null || true)
  if grep -q '^internal/postings' <<< "$changed"; then
    printf 'stages=["%s"]\n' "$(IFS=,; echo "${stages[*]//,/\",\"}")"
  else
    echo 'stages=["vet","unit"]'
  fi
}

run() {
  case "$1" in
    vet) go vet ./... ;;
    unit) go test ./... ;;
    race) go test -race ./internal/... ;;
    postings) go test -run Postings -count=3 ./internal/postings ;;
    replay) go run ./cmd/replay --days 7 --against /scratch/ledger.db ;;
    *) echo "unknown stage: $1" >&2; exit 64 ;;
  esac
}

report() {
  echo "::error title=$1::stage failed on $(hostname)"
}

image() {
  docker build --label "revision=$(git rev-parse HEAD)" -t "ledger/<<service>>:$(git rev-parse --short HEAD)" .
}

push() {
  docker push "ledger/<<service>>:$(git rev-parse --short HEAD)"
}

"$@"
