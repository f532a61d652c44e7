package org.reason4j.core.host.plugin.jar;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the API that a plugin works with, such as {@code >=1.2 <2}, {@code ^1.2} or {@code ~1.2}.
 *
 * <p>Conditions stand side by side and all must hold. {@code >=}, {@code >}, {@code <}, {@code <=} and {@code =} compare; {@code
 * ^1.2} allows what adds to 1.2 without a break, {@code >=1.2.0 <2.0.0}, and before 1.0 {@code ^0.2} is {@code >=0.2.0 <0.3.0};
 * {@code ~1.2} allows corrections alone, {@code >=1.2.0 <1.3.0}. Numbers may be left out at the end: {@code <=1.2} and {@code =1.2}
 * include 1.2.5, {@code >1.2} does not.
 *
 * <p>The version that is compared is the one that runs. A snapshot counts as the version it leads to. A pre-release counts as its
 * release where a condition names a release, so 1.1.0-rc.1 satisfies {@code >=1.1} and 2.0.0-rc.1 does not satisfy {@code <2};
 * where a condition names a pre-release itself, as {@code >=1.0.0-rc.1} does, order decides.
 */
public final class VersionRange {

    private static final Pattern CONDITION = Pattern.compile(
            "(>=|<=|>|<|=|\\^|~)\\s*(0|[1-9]\\d{0,17})(?:\\.(0|[1-9]\\d{0,17}))?(?:\\.(0|[1-9]\\d{0,17})"
                    + SemanticVersion.PRE_RELEASE + SemanticVersion.BUILD + ")?(?:\\s+|$)");

    private enum Comparison {
        AT_LEAST,
        LESS
    }

    private record Bound(Comparison comparison, SemanticVersion version) {

        boolean holds(SemanticVersion running) {
            SemanticVersion compared = version.isPreRelease() ? running : running.release();
            return comparison == Comparison.AT_LEAST
                    ? compared.compareTo(version) >= 0
                    : compared.compareTo(version) < 0;
        }
    }

    private final String text;
    private final List<Bound> bounds = new ArrayList<>();

    private VersionRange(String text) {
        this.text = text;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if the text is none, or no version can be in it; the message says how to write one
     */
    public static VersionRange parse(String text) {
        VersionRange range = new VersionRange(text.strip());
        Matcher condition = CONDITION.matcher(range.text);
        int end = 0;
        while (end < range.text.length()) {
            if (!condition.find(end) || condition.start() != end) {
                throw new IllegalArgumentException("'" + text
                        + "' is not a range of versions. Write conditions such as '>=1.2 <2', '^1.2' or '~1.2', with"
                        + " spaces between them.");
            }
            range.add(condition);
            end = condition.end();
        }
        if (end == 0) {
            throw new IllegalArgumentException("The range is empty. Write conditions such as '>=1.2 <2'.");
        }
        range.checkNotEmpty();
        return range;
    }

    private void add(Matcher condition) {
        long major = Long.parseLong(condition.group(2));
        long minor = number(condition.group(3));
        long patch = number(condition.group(4));
        SemanticVersion version =
                new SemanticVersion(major, minor, patch, SemanticVersion.identifiers(condition.group(5)), "");
        int given = condition.group(3) == null ? 1 : condition.group(4) == null ? 2 : 3;
        SemanticVersion after = after(version, given);
        switch (condition.group(1)) {
            case ">=" -> atLeast(version);
            case "<" -> less(version);
            case "<=" -> less(after);
            case ">" -> atLeast(after);
            case "=" -> between(version, after);
            case "~" -> between(version, given == 1 ? next(major) : SemanticVersion.release(major, minor + 1, 0));
            default -> between(version, breaking(version, given));
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static SemanticVersion next(long major) {
        return SemanticVersion.release(major + 1, 0, 0);
    }

    /** The first version after all that begin with the given numbers; after a pre-release, the one with a further identifier. */
    private static SemanticVersion after(SemanticVersion version, int given) {
        if (version.isPreRelease()) {
            List<String> longer = new ArrayList<>(version.preRelease());
            longer.add("0");
            return new SemanticVersion(version.major(), version.minor(), version.patch(), longer, "");
        }
        return switch (given) {
            case 1 -> next(version.major());
            case 2 -> SemanticVersion.release(version.major(), version.minor() + 1, 0);
            default -> SemanticVersion.release(version.major(), version.minor(), version.patch() + 1);
        };
    }

    /** The first version that may break what works with this one: the leftmost number that is not 0 counts. */
    private static SemanticVersion breaking(SemanticVersion version, int given) {
        if (version.major() > 0 || given == 1) {
            return next(version.major());
        }
        return version.minor() > 0 || given == 2
                ? SemanticVersion.release(0, version.minor() + 1, 0)
                : SemanticVersion.release(0, 0, version.patch() + 1);
    }

    private void between(SemanticVersion low, SemanticVersion high) {
        atLeast(low);
        less(high);
    }

    private void atLeast(SemanticVersion version) {
        bounds.add(new Bound(Comparison.AT_LEAST, version));
    }

    private void less(SemanticVersion version) {
        bounds.add(new Bound(Comparison.LESS, version));
    }

    private void checkNotEmpty() {
        for (Bound low : bounds) {
            for (Bound high : bounds) {
                if (low.comparison == Comparison.AT_LEAST
                        && high.comparison == Comparison.LESS
                        && low.version.compareTo(high.version) >= 0) {
                    throw new IllegalArgumentException("No version is in the range '" + text
                            + "'. Its lower bound must be below its upper bound.");
                }
            }
        }
    }

    /** Returns true if a plugin that requires this range works with the API that runs. */
    public boolean includes(SemanticVersion running) {
        SemanticVersion counted = running.withoutSnapshot();
        return bounds.stream().allMatch(bound -> bound.holds(counted));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionRange range && range.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The range as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
