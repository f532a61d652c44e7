package org.reason4j.core.host.plugin.jar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as Semantic Versioning 2.0.0 defines it: three numbers, then perhaps a pre-release and a build.
 *
 * <p>Numbers are compared first. A pre-release precedes its release; its identifiers are compared one by one, numbers as numbers
 * and before words, words by their characters, and where all are equal the shorter pre-release comes first. The build is of no
 * account.
 *
 * @param preRelease identifiers such as {@code rc} and {@code 1}; empty for a release
 * @param build text after the plus sign; empty if there is none
 * @see <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning, section 11</a>
 */
public record SemanticVersion(long major, long minor, long patch, List<String> preRelease, String build)
        implements Comparable<SemanticVersion> {

    private static final String NUMBER = "(0|[1-9]\\d{0,17})";
    private static final String IDENTIFIER = "(?:0|[1-9]\\d{0,17}|\\d*[A-Za-z-][0-9A-Za-z-]*)";
    static final String PRE_RELEASE = "(?:-(" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*))?";
    static final String BUILD = "(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?";
    private static final Pattern VERSION =
            Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + PRE_RELEASE + BUILD);

    private static final String SNAPSHOT = "SNAPSHOT";

    public SemanticVersion {
        preRelease = List.copyOf(preRelease);
    }

    /** Reads a version of exactly three numbers; empty if the text is none. */
    public static Optional<SemanticVersion> parse(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemanticVersion(
                Long.parseLong(version.group(1)),
                Long.parseLong(version.group(2)),
                Long.parseLong(version.group(3)),
                identifiers(version.group(4)),
                version.group(5) == null ? "" : version.group(5)));
    }

    static List<String> identifiers(@org.jspecify.annotations.Nullable String preRelease) {
        return preRelease == null ? List.of() : Arrays.asList(preRelease.split("\\."));
    }

    static SemanticVersion release(long major, long minor, long patch) {
        return new SemanticVersion(major, minor, patch, List.of(), "");
    }

    boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** The release that this version is, or comes before. */
    SemanticVersion release() {
        return release(major, minor, patch);
    }

    /** This version without a trailing {@code SNAPSHOT}: a build on the way to a version has what the version has. */
    SemanticVersion withoutSnapshot() {
        if (!isPreRelease()) {
            return this;
        }
        String last = preRelease.get(preRelease.size() - 1);
        if (last.equals(SNAPSHOT)) {
            return new SemanticVersion(major, minor, patch, preRelease.subList(0, preRelease.size() - 1), build);
        }
        if (!last.endsWith("-" + SNAPSHOT)) {
            return this;
        }
        List<String> identifiers = new java.util.ArrayList<>(preRelease.subList(0, preRelease.size() - 1));
        identifiers.add(last.substring(0, last.length() - SNAPSHOT.length() - 1));
        return new SemanticVersion(major, minor, patch, identifiers, build);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int numbers = Long.compare(major, other.major);
        numbers = numbers != 0 ? numbers : Long.compare(minor, other.minor);
        numbers = numbers != 0 ? numbers : Long.compare(patch, other.patch);
        if (numbers != 0 || isPreRelease() != other.isPreRelease()) {
            return numbers != 0 ? numbers : isPreRelease() ? -1 : 1;
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int order = compare(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compare(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        return number ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (isPreRelease() ? "-" + String.join(".", preRelease) : "")
                + (build.isEmpty() ? "" : "+" + build);
    }
}
