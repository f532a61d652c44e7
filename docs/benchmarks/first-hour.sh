#!/usr/bin/env bash
# Plays the first hour of somebody who has a model in a GGUF file, from an empty home to a trained model, and runs every
# command that the product prints as the next one. Fails where one fails, or where nothing was learned from. Prints the
# seconds that each command took.
#
#     docs/benchmarks/first-hour.sh PRODUCT MODEL.gguf [FOLDER]
#
# PRODUCT is the unpacked directory. FOLDER is new, and is kept; without it, a temporary one is used. Problems are made here
# in the form of GSM8K, in place of the download that the recipe names. The recipe is changed in its lengths alone.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
product=$(cd "$1" && pwd)
weights=$(realpath "$2")
if [ $# -ge 3 ]; then
    mkdir "$3"
    folder=$(cd "$3" && pwd)
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi
mkdir "$folder/home"
cd "$folder"
unset HF_HOME HF_HUB_CACHE XDG_CACHE_HOME REASON4J_CACHE REASON4J_PLUGINS
export HOME=$folder/home JAVA_OPTS="${JAVA_OPTS:-} -Duser.home=$folder/home" PATH=$product/bin:$PATH

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

run() { # STATUS COMMAND: runs a line of shell, and keeps what it prints in out.txt
    local started=$SECONDS status=0
    eval "$2" >out.txt 2>err.txt </dev/null || status=$?
    printf '%4s s  %s\n' $((SECONDS - started)) "$2"
    [ "$status" -eq "$1" ] || { cat out.txt err.txt >&2; fail "status $status instead of $1: $2"; }
}

shown() { # TEXT: fails unless the last command printed it
    grep -qF -- "$1" out.txt err.txt || { cat out.txt err.txt >&2; fail "this is not printed: $1"; }
}

printed() { # WORD: the line of the last output that is the command reason4j WORD, as it stands there
    local line
    line=$(sed -nE "s/^(  |[A-Z][a-z]+: )(reason4j $1 .*)/\2/p" out.txt | head -n 1)
    [ -n "$line" ] || { cat out.txt >&2; fail "the output names no command reason4j $1"; }
    printf '%s\n' "$line"
}

problems() { # FROM TO: rows like those of GSM8K
    local a b
    for ((a = $1; a <= $2; a++)); do
        for ((b = 1; b <= 4; b++)); do
            printf '{"question": "Tom has %d apples and gets %d more. How many apples does he have?", ' $a $b
            printf '"answer": "He has %d+%d apples.\\n#### %d"}\n' $a $b $((a + b))
        done
    done
}

run 2 "reason4j"
shown "Commands:"
run 0 "reason4j doctor"
shown "This machine can train."
run 0 "reason4j import-gguf '$weights' --output models/mine"
run 0 "reason4j new gsm8k --model models/mine"
try=$(printed try)
train=$(printed train)

mkdir -p data/gsm8k # where the recipe's head says that they are downloaded to
problems 2 5 >data/gsm8k/train.jsonl
problems 1 1 >data/gsm8k/test.jsonl
run 0 "reason4j data show data/gsm8k/train.jsonl"
shown "16 rows"
run 0 "reason4j data show gsm8k.yaml"
shown "How many apples does he have?"

sed -i.bak -E 's/maxTokens: [0-9]+/maxTokens: 24/; s/steps: [0-9]+/steps: 3/; s/promptsPerStep: [0-9]+/promptsPerStep: 8/
    s/learningRate: [^,]+/learningRate: 1e-4/; s/warmupSteps: [0-9]+/warmupSteps: 0/; s/every: [0-9]+/every: 3/' gsm8k.yaml
run 0 "$try"
shown "Nothing was kept."
[ "$(printed train)" = "$train" ] || fail "try names another command than new: $(printed train)"
run 0 "$train"
shown "greedy accuracy"
generate=$(printed generate)
serve=$(printed serve)
checkpoint=$(sed -n 's/^Checkpoint: //p' out.txt)
report=$(sed -n 's/^Report: //p' out.txt)
grep -q '</html>' "$report" || fail "no report at $report"
grep -qE '"update/grad_norm":[0-9.E-]*[1-9]' runs/gsm8k/metrics.jsonl || fail "no step had a gradient"

run 0 "reason4j compare runs/gsm8k"
shown "comparison.html"
run 0 "$generate"
run 0 "reason4j eval --model '$checkpoint' --data data/gsm8k/test.jsonl --recipe gsm8k.yaml"
shown "greedy accuracy"

started=$SECONDS
: >served.txt # read below, perhaps before the server opens it
eval "exec $serve --port 0" >>served.txt 2>err.txt </dev/null & # any free port, since others may have the usual one
server=$!
for ((wait = 0; wait < 600; wait++)); do
    url=$(sed -nE 's/^Serving .* at (http[^ ]*)\. .*/\1/p' served.txt)
    [ -z "$url" ] || break
    kill -0 $server 2>/dev/null || { cat err.txt >&2; fail "$serve ended"; }
    sleep 0.1
done
[ -n "$url" ] || { kill $server; fail "$serve did not serve within 60 s"; }
if command -v curl >/dev/null; then
    curl -sS --max-time 60 "$url/chat/completions" -H 'Content-Type: application/json' \
        -d '{"messages": [{"role": "user", "content": "1+1="}], "max_tokens": 4}' >answer.json || true
    grep -q '"choices"' answer.json || { kill $server; cat answer.json >&2; fail "no answer at $url"; }
else
    echo "        no curl here: the server was not asked"
fi
kill $server
wait $server || true
printf '%4s s  %s\n' $((SECONDS - started)) "$serve --port 0"
echo "From an empty home to a trained model: $SECONDS s."
