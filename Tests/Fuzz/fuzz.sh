#!/bin/bash
# fuzz.sh FUZZER SECONDS WORK: asks every target for so long, two at a time, from the kept corpus, and prints what came of it.
#
# New inputs gather in WORK. A find is written beside the kept inputs of its target, so that `make test` fails until it is mended.
set -euo pipefail
fuzzer=$(realpath "$1")
seconds=$2
mkdir -p "$3"
work=$(realpath "$3")
corpus=$(realpath "$(dirname "$0")")/Corpus
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
export fuzzer seconds work corpus

ask() {
  local target=$1 log=$work/$1.log before found failed=0 fields
  mkdir -p "$work/$target" "$corpus/$target"
  "$fuzzer" words "$target" >"$work/$target.words"
  before=$(ls "$corpus/$target" | wc -l)
  timeout -k 5 $((seconds + 60)) "$fuzzer" "$target" -max_total_time="$seconds" -timeout=10 -report_slow_units=10 \
    -detect_leaks=0 -print_final_stats=1 -dict="$work/$target.words" -artifact_prefix="$corpus/$target/" \
    "$work/$target" "$corpus/$target" >"$log" 2>&1 </dev/null || failed=1
  found=$(($(ls "$corpus/$target" | wc -l) - before))
  [ $found != 0 ] || found=$failed
  fields=$(grep -a 'cov: ' "$log" | tail -1 | sed -E 's/.*cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*/\1 \2 \3/')
  printf '%-10s %10s %8s %8s %8s %6s\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: //p' "$log")" \
    ${fields:-- - -} "$found"
  [ "$found" = 0 ] && return 0
  grep -a -A12 'broken promise\|ERROR: \|Test unit written\|Fatal error' "$log" | head -40 >&2
  return 1
}
export -f ask

printf '%-10s %10s %8s %8s %8s %6s\n' target runs edges features inputs finds
"$fuzzer" targets | xargs -P 2 -I{} bash -c 'ask {}'
