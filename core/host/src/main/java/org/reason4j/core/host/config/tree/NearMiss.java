package org.reason4j.core.host.config.tree;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that was probably meant.
 *
 * <p>Names are compared by their optimal string alignment distance: the number of letters to insert, delete, replace or
 * swap with their neighbour, upper and lower case alike. A name is near if that is at most a third of the longer one, but one slip always is.
 */
public final class NearMiss {

    private NearMiss() {}

    /** Returns the nearest of the candidates, if any is near; the alphabetically first of equally near ones. */
    public static Optional<String> of(String found, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> Math.abs(found.length() - candidate.length()) <= tolerance(found, candidate))
                .filter(candidate -> distance(found, candidate) <= tolerance(found, candidate))
                .min(Comparator.comparingInt((String candidate) -> distance(found, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerance(String a, String b) {
        return Math.max(1, Math.max(a.length(), b.length()) / 3);
    }

    /** Returns the optimal string alignment distance, upper and lower case alike. */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
