#!/usr/bin/env bash
# Publishes everything into a folder instead of Maven Central, signed with a key that is thrown away, and verifies it.
# docs/benchmarks/publish-locally.sh FOLDER [-pl MODULES -am]; needs gpg. Works on a copy of what git knows, whose POMs get an
# address; nothing is installed into the local repository.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 1 ] || { sed -n '2,4s/^# //p' "$0"; exit 2; }
mkdir -p "$1"
folder=$(realpath "$1")
shift

work=$(mktemp -d)
export GNUPGHOME=$work/keys
trap 'gpgconf --kill all; rm -rf "$work"' EXIT
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'reason4j trial' default default 1d

mkdir "$work/copy"
git ls-files -z | tar --null -T - -c | tar -x -C "$work/copy"
cd "$work/copy"
sed -i.bak 's#<reason4j.url/>#<reason4j.url>https://reason4j.example</reason4j.url>#' pom.xml distribution/bom/pom.xml
"${MVN:-mvn}" -B -ntp -q -Prelease -DskipTests -DskipITs -Dmaven.install.skip=true \
    deploy -DaltDeploymentRepository="trial::file:$folder" "$@"

signed=0
while IFS= read -r -d '' file; do
    gpg --batch --quiet --verify "$file.asc" "$file" 2>"$work/verify" || { cat "$work/verify" >&2; exit 1; }
    signed=$((signed + 1))
done < <(find "$folder" \( -name '*.jar' -o -name '*.pom' -o -name '*-cyclonedx.json' \) -print0)
echo "$signed files, each with a signature that is valid"
missing=0
while IFS= read -r -d '' jar; do
    for other in sources.jar javadoc.jar cyclonedx.json; do
        [ -e "${jar%.jar}-$other" ] || { echo "missing: ${jar%.jar}-$other"; missing=1; }
    done
done < <(find "$folder" -name '*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name '*-tests.jar' -print0)
find "$folder" -mindepth 3 -maxdepth 3 -type d -exec basename {} \; | sort
exit $missing
