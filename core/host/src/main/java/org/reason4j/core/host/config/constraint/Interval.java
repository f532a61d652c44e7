package org.reason4j.core.host.config.constraint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An interval of numbers. It never contains NaN, nor an infinity at an open end. */
public record Interval(double low, boolean lowClosed, double high, boolean highClosed, String text) {

    private static final Pattern NOTATION = Pattern.compile("([\\[(])([^,]+), ([^,]+)([])])");

    public static Interval of(String text) {
        Matcher parts = NOTATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("'" + text + "' is not an interval such as [0, 1)");
        }
        return new Interval(
                bound(parts.group(2)),
                parts.group(1).equals("["),
                bound(parts.group(3)),
                parts.group(4).equals("]"),
                text);
    }

    private static double bound(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    public boolean contains(double number) {
        return (lowClosed ? number >= low : number > low) && (highClosed ? number <= high : number < high);
    }

    /** Description of the values in the interval, in words where words are shorter. */
    public String expectation() {
        String least = low == Math.rint(low) ? Long.toString((long) low) : Double.toString(low);
        if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
            return "a finite number";
        }
        if (high == Double.POSITIVE_INFINITY) {
            return (lowClosed ? "at least " : "a finite number greater than ") + least;
        }
        return "a number in " + text;
    }
}
