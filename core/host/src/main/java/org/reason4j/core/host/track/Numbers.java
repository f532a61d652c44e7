package org.reason4j.core.host.track;

import java.util.Locale;

/** Numbers as readers like them. */
public final class Numbers {

    private static final String MINUS = "−";

    private Numbers() {}

    /** About three significant digits, thousands as {@code k}, very small numbers in scientific notation. */
    public static String compact(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        String text;
        if (size == 0) {
            text = "0";
        } else if (size >= 1e9 || size < 1e-3) {
            text = format("%.1e", size)
                    .replaceAll("\\.0e", "e")
                    .replaceAll("e([+-])0?", "e$1")
                    .replace("e+", "e");
        } else if (size >= 1e6) {
            text = trimmed(format("%.2f", size / 1e6)) + "M";
        } else if (size >= 1e4) {
            text = trimmed(format("%.1f", size / 1e3)) + "k";
        } else if (size >= 100) {
            text = trimmed(format("%.1f", size));
        } else {
            text = trimmed(format(size >= 1 ? "%.2f" : size >= 0.1 ? "%.3f" : "%.4f", size));
        }
        return (value < 0 ? MINUS : "") + text;
    }

    /** A share as a percentage with one decimal. */
    public static String percent(double share) {
        return (share < 0 ? MINUS : "") + format("%.1f%%", 100 * Math.abs(share));
    }

    /** With an explicit sign. */
    public static String signed(double value) {
        return (value > 0 ? "+" : "") + compact(value);
    }

    /** With a fixed number of decimals. */
    public static String fixed(double value, int decimals) {
        String text = format("%." + decimals + "f", Math.abs(value));
        boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
        return (value < 0 && !zero ? MINUS : "") + text;
    }

    private static String trimmed(String decimal) {
        return decimal.replaceAll("\\.?0+$", "");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
