#!/usr/bin/env bash
# Builds every first-party plugin by itself: a copy of its directory, outside this repository, with its tests.
# docs/benchmarks/each-plugin-alone.sh [PLUGIN...], after a build of the product; without names it builds all of them.
# Of ours, Maven finds what the product's repository/ offers and nothing else; its local repository starts empty.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
repository=$root/distribution/target/reason4j/repository
[ -d "$repository" ] || { echo "There is no $repository. Build the product: mvn -DskipTests package" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
local=${LOCAL_REPOSITORY:-$work/m2}
rm -rf "$local/org/reason4j"
cat >"$work/settings.xml" <<XML
<settings>
  <profiles><profile>
    <id>product</id>
    <repositories><repository>
      <id>product</id><url>file://$repository</url><releases><checksumPolicy>fail</checksumPolicy></releases>
    </repository></repositories>
    <pluginRepositories><pluginRepository> <!-- the compiler has our annotation processor -->
      <id>product</id><url>file://$repository</url><releases><checksumPolicy>fail</checksumPolicy></releases>
    </pluginRepository></pluginRepositories>
  </profile></profiles>
  <activeProfiles><activeProfile>product</activeProfile></activeProfiles>
</settings>
XML

failed=0
while read -r pom; do
    sed -n '/<parent>/,/<\/parent>/p' "$pom" | grep -q 'reason4j-plugin-parent' || continue
    plugin=$(basename "$(dirname "$pom")")
    [ $# -eq 0 ] || [[ " $* " == *" $plugin "* ]] || continue
    cp -r "$(dirname "$pom")" "$work/$plugin"
    rm -rf "$work/$plugin/target"
    cp LICENSE "$work/$plugin/"
    started=$(date +%s)
    status=0
    (cd "$work/$plugin" && "${MVN:-mvn}" -B -ntp -s "$work/settings.xml" -Dmaven.repo.local="$local" verify) \
        >"$work/$plugin.log" 2>&1 || status=$?
    tests=$(sed -n 's/^\(\[[A-Z]*\] \)*Tests run: \([0-9]*\), .*[0-9]$/\2/p' "$work/$plugin.log" | tail -1)
    printf '%-22s status %s, %3s s, %3s tests\n' "$plugin" "$status" "$(($(date +%s) - started))" "${tests:-no}"
    if [ "$status" -ne 0 ]; then
        grep -E '^\[ERROR\]' "$work/$plugin.log" | head -20
        failed=1
    fi
done < <(ls ./*/pom.xml plugins/*/pom.xml)
exit $failed
