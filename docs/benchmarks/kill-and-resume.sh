#!/usr/bin/env bash
# Runs a recipe once to its end, then several times with kill -9 at random moments and --resume until it ends, and
# compares the hashes of the final weights. Prints a line per run and fails if any hash differs.
#
#     docs/benchmarks/kill-and-resume.sh [RUNS [SEED]]
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../distribution/target/reason4j" && pwd)
runs=${1:-20}
RANDOM=${2:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

train() {
    "$home/bin/reason4j" train "$home/examples/quickstart.yaml" supervised.steps=10 training.steps=8 \
        training.promptsPerStep=8 rollout.maxTokens=32 evaluation.limit=16 evaluation.samples=0 'evaluation.k=[]' evaluation.every=4 \
        checkpoints.every=2 'trackers=[jsonl, completions]' --output "$1" "${@:2}" > "$1.log" 2>&1
}
hash() { grep -o '"weights_sha256" : "[0-9a-f]*"' "$1/summary.json"; }

start=$SECONDS
train "$work/alone"
seconds=$((SECONDS - start))
expected=$(hash "$work/alone")
echo "left alone: $seconds s, $expected"
steps=$(wc -l < "$work/alone/metrics.jsonl")
failed=0
for ((run = 1; run <= runs; run++)); do
    directory=$work/$run
    kills=0
    resume=()
    while [ ! -e "$directory/summary.json" ]; do
        train "$directory" ${resume[@]+"${resume[@]}"} &
        pid=$!
        for ((tenths = 3 + RANDOM % (10 * seconds); tenths > 0 && kills < 2; tenths--)); do
            kill -0 $pid 2>/dev/null || break
            sleep 0.1
        done
        if [ $kills -lt 2 ] && kill -0 $pid 2>/dev/null; then
            pkill -9 -f -- "--output $directory( |\$)" || true
            kills=$((kills + 1))
        fi
        wait $pid || [ $? -eq 137 ] || { cat "$directory.log"; exit 1; }
        resume=(--resume)
    done
    found=$(hash "$directory")
    same=$([ "$found" = "$expected" ] && [ "$(wc -l < "$directory/metrics.jsonl")" = "$steps" ] && echo same || echo DIFFERENT)
    [ $same = same ] || failed=1
    echo "run $run: killed $kills times, $same"
done
exit $failed
