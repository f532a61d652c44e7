package org.reason4j.agents.text;

import java.util.OptionalLong;

/**
 * Whole numbers with {@code +}, {@code -}, {@code *} and brackets, worked out. A text of at most 100 characters is read once from
 * left to right; one that is no such sum, or has a value beyond 10^12 on the way, has no result.
 */
public final class Sum {

    private static final int LONGEST = 100;
    private static final long LARGEST = 1_000_000_000_000L;

    private final String text;
    private int at;
    private int operations;

    private Sum(String text) {
        this.text = text;
    }

    /** The result; empty where there is none, or nothing to work out. */
    public static OptionalLong of(String text) {
        String packed = text.replaceAll("\\s+", " ").strip();
        if (packed.length() > LONGEST) {
            return OptionalLong.empty();
        }
        Sum sum = new Sum(packed);
        try {
            long result = sum.sum();
            return sum.at == packed.length() && sum.operations > 0 ? OptionalLong.of(result) : OptionalLong.empty();
        } catch (Unreadable e) {
            return OptionalLong.empty();
        }
    }

    /** A text that is no sum. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
    }

    private long sum() throws Unreadable {
        long value = product();
        while (next('+') || next('-')) {
            char sign = take();
            long term = product();
            operations++;
            value = within(sign == '+' ? value + term : value - term);
        }
        return value;
    }

    private long product() throws Unreadable {
        long value = factor();
        while (next('*')) {
            take();
            long factor = factor();
            operations++;
            if (Math.abs(factor) > 1 && Math.abs(value) > LARGEST / Math.abs(factor)) {
                throw new Unreadable();
            }
            value = value * factor;
        }
        return value;
    }

    private long factor() throws Unreadable {
        if (next('-')) {
            take();
            return -factor();
        }
        if (next('(')) {
            take();
            long value = sum();
            if (!next(')')) {
                throw new Unreadable();
            }
            take();
            return value;
        }
        return number();
    }

    private long number() throws Unreadable {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from || at - from > 12) {
            throw new Unreadable();
        }
        return Long.parseLong(text.substring(from, at));
    }

    private static long within(long value) throws Unreadable {
        if (Math.abs(value) > LARGEST) {
            throw new Unreadable();
        }
        return value;
    }

    /** True if that character follows, blanks aside, which are passed over. */
    private boolean next(char wanted) {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == wanted;
    }

    private char take() {
        return text.charAt(at++);
    }
}
