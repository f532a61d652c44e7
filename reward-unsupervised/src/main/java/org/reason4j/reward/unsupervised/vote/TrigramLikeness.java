package org.reason4j.reward.unsupervised.vote;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Compares spellings: the cosine of the counts of three successive characters of two texts, {@code sum a_k b_k / (|a| |b|)}.
 *
 * <p>Letters count in lower case, runs of blanks as one, and a blank stands before and after each text, so that a text of one
 * character has one trigram. Texts without any character in common have 0.
 */
record TrigramLikeness(double threshold) implements Likeness {

    private static final int LENGTH = 3;

    @Override
    public boolean same(String question, String one, String other) {
        return cosine(one, other) >= threshold;
    }

    static double cosine(String one, String other) {
        Map<String, Integer> left = counts(one);
        Map<String, Integer> right = counts(other);
        if (left.equals(right)) {
            return 1; // exactly, where rounding would leave it below
        }
        double product = 0;
        for (Map.Entry<String, Integer> entry : left.entrySet()) {
            product += (double) entry.getValue() * right.getOrDefault(entry.getKey(), 0);
        }
        double squares = squares(left) * squares(right);
        return squares == 0 ? 0 : product / Math.sqrt(squares);
    }

    private static double squares(Map<String, Integer> counts) {
        return counts.values().stream().mapToDouble(n -> (double) n * n).sum();
    }

    private static Map<String, Integer> counts(String text) {
        String spaced = " " + text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ") + " ";
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i + LENGTH <= spaced.length(); i++) {
            counts.merge(spaced.substring(i, i + LENGTH), 1, Integer::sum);
        }
        return counts;
    }
}
