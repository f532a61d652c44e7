package org.reason4j.reward.code.suite;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a result is the expected one.
 *
 * @param outputs how outputs are compared
 * @param tolerance largest difference of two numbers, absolute or relative to the expected one; 0 for none
 */
public record Comparison(Outputs outputs, double tolerance) {

    /** How outputs are compared. */
    public enum Outputs {
        /** Line by line; blanks at the ends of lines and empty lines at the end do not count. */
        LINES,
        /** Word by word; white space only separates. */
        WORDS,
        /** Character by character. */
        EXACT
    }

    /** True if an output is the expected one. */
    public boolean sameOutput(String output, String expected) {
        return switch (outputs) {
            case LINES -> same(lines(output), lines(expected));
            case WORDS -> same(words(output), words(expected));
            case EXACT -> output.equals(expected);
        };
    }

    private static List<String> lines(String text) {
        return text.stripTrailing().lines().map(String::stripTrailing).toList();
    }

    private static List<String> words(String text) {
        String plain = text.strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }

    private boolean same(List<String> found, List<String> expected) {
        if (found.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).equals(expected.get(i)) && (tolerance == 0 || !near(found.get(i), expected.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private boolean near(String found, String expected) {
        List<String> left = words(found);
        List<String> right = words(expected);
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).equals(right.get(i)) && !nearNumbers(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean nearNumbers(String found, String expected) {
        try {
            return near(Double.parseDouble(found), Double.parseDouble(expected));
        } catch (NumberFormatException e) { // one of them is no number
            return false;
        }
    }

    private boolean near(double found, double expected) {
        return Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected));
    }

    private boolean sameEntry(@Nullable Object found, @Nullable Object expected) {
        return found != null && expected != null && sameValue(found, expected);
    }

    /** True if a value is the expected one: numbers by value, lists in their order, maps by their keys. */
    public boolean sameValue(Object found, Object expected) {
        if (found instanceof BigDecimal left && expected instanceof BigDecimal right) {
            return left.compareTo(right) == 0 || tolerance > 0 && near(left.doubleValue(), right.doubleValue());
        }
        if (found instanceof List<?> left && expected instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!sameValue(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (found instanceof Map<?, ?> left && expected instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.keySet().stream().allMatch(key -> sameEntry(left.get(key), right.get(key)));
        }
        return found.equals(expected);
    }
}
