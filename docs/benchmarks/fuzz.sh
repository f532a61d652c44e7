#!/usr/bin/env bash
# Coverage-guided fuzzing of every parser by Jazzer: each test class named *FuzzTest, so many seconds.
# docs/benchmarks/fuzz.sh SECONDS [TARGET...], for instance: docs/benchmarks/fuzz.sh 3600 SafetensorsFuzzTest
# What was learnt stays in target/fuzz/TARGET of the module; findings are its files crash-*, timeout-* and oom-*.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 1 ] || { sed -n '2,4s/^# //p' "$0"; exit 2; }
seconds=$1
shift

mapfile -t kept < <(find . -path '*/src/test/resources/fuzz/*FuzzTest' -type d | sort)
modules=$(printf '%s\n' "${kept[@]}" | sed 's#/src/test/.*##; s#^\./##' | sort -u | paste -sd,)
"${MVN:-mvn}" -B -ntp -q -Pfuzz -pl "$modules" -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/fuzz.classpath

failed=0
for inputs in "${kept[@]}"; do
    target=$(basename "$inputs")
    [ $# -eq 0 ] || [[ " $* " == *" $target "* ]] || continue
    module=$(realpath "${inputs%/src/test/*}")
    class=$(cd "$module/target/test-classes" && find . -name "$target.class" | sed 's#^\./##; s#\.class$##; s#/#.#g')
    work=$module/target/fuzz/$target
    mkdir -p "$work/corpus"
    status=0
    (cd "$work" && nice java -Xmx1500m -Dai.djl.offline=true -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/fuzz.classpath")" \
        com.code_intelligence.jazzer.Jazzer --target_class="$class" --instrumentation_includes='org.reason4j.**' --custom_hook_includes='org.reason4j.**' \
        --keep_going=10 corpus "$module/src/test/resources/fuzz/$target" \
        -artifact_prefix="$work/" -max_total_time="$seconds" -timeout=120 -rss_limit_mb=4000 -print_final_stats=1 \
        >"$work/log" 2>&1) || status=$?
    found=$(find "$work" -maxdepth 1 \( -name 'crash-*' -o -name 'timeout-*' -o -name 'oom-*' \) | wc -l)
    printf '%-26s %10s inputs, %3s findings, status %s, log %s\n' "$target" \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")" "$found" "$status" "${work#"$PWD"/}/log"
    [ "$found" -eq 0 ] && [ "$status" -eq 0 ] || failed=1
done
exit $failed
