package org.reason4j.gym.formula;

import java.util.Optional;

/**
 * Works out a formula: sums, products, quotients, powers, shifts, brackets and signs. Powers are written {@code ^} or {@code **},
 * products {@code *}, {@code ×}, {@code ·} or nothing before a letter or bracket. It reads, it never evaluates code; a formula may
 * have 5000 characters, 100 brackets within each other and exponents up to 100.
 *
 * @param <T> what it is worked out over
 */
public final class Formula<T> {

    private static final int LONGEST = 5_000;
    private static final int DEEPEST = 100;
    private static final int LARGEST_EXPONENT = 100;

    private final String text;
    private final Arithmetic<T> arithmetic;
    private int at;
    private int depth;

    private Formula(String text, Arithmetic<T> arithmetic) {
        this.text = text;
        this.arithmetic = arithmetic;
    }

    /** The value of a formula; nothing where the text is none or an operation is not possible. */
    public static <T> Optional<T> value(String text, Arithmetic<T> arithmetic) {
        String bare = text.length() > LONGEST ? "" : text.replace("**", "^").strip();
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        Formula<T> formula = new Formula<>(bare, arithmetic);
        try {
            T value = formula.shift();
            return formula.next() == END ? Optional.of(value) : Optional.empty();
        } catch (ArithmeticException e) { // the one way in which a text is no formula
            return Optional.empty();
        }
    }

    private static final char END = '\uffff';

    /** The next character that is not a space. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private boolean takes(char wanted) {
        if (next() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private T shift() {
        if (++depth > DEEPEST) {
            throw new ArithmeticException("Brackets lie too deep");
        }
        T value = sum();
        while (next() == '<' || next() == '>') {
            boolean left = next() == '<';
            if (!text.startsWith(left ? "<<" : ">>", at)) {
                throw unreadable();
            }
            at += 2;
            value = arithmetic.shifted(value, sum(), left);
        }
        depth--;
        return value;
    }

    private T sum() {
        T value = product();
        while (true) {
            if (takes('+')) {
                value = arithmetic.plus(value, product());
            } else if (takes('-') || takes('−')) {
                value = arithmetic.plus(value, arithmetic.negated(product()));
            } else {
                return value;
            }
        }
    }

    private T product() {
        T value = signed();
        while (true) {
            if (takes('*') || takes('×') || takes('·')) {
                value = arithmetic.times(value, signed());
            } else if (takes('/')) {
                value = arithmetic.over(value, signed());
            } else if (Character.isLetter(next()) || next() == '(') {
                value = arithmetic.times(value, power());
            } else {
                return value;
            }
        }
    }

    private T signed() {
        boolean negative = false;
        for (int signs = 0; next() == '-' || next() == '−' || next() == '+'; signs++) {
            if (signs > 2) {
                throw unreadable();
            }
            negative ^= next() != '+';
            at++;
        }
        return negative ? arithmetic.negated(power()) : power();
    }

    private T power() {
        T base = atom();
        if (!takes('^')) {
            return base;
        }
        boolean brackets = takes('(');
        boolean negative = takes('-');
        String digits = digits();
        if (brackets && !takes(')') || digits.length() > 3 || Integer.parseInt(digits) > LARGEST_EXPONENT) {
            throw unreadable();
        }
        return arithmetic.power(base, negative ? -Integer.parseInt(digits) : Integer.parseInt(digits));
    }

    private T atom() {
        char first = next();
        if (takes('(')) {
            T value = shift();
            if (!takes(')')) {
                throw unreadable();
            }
            return value;
        }
        if (first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z') {
            at++;
            return arithmetic.variable(first);
        }
        return arithmetic.number(number());
    }

    private String digits() {
        next();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw unreadable();
        }
        return text.substring(start, at);
    }

    private String number() {
        int start = at;
        String whole = digits();
        boolean prefix = whole.equals("0") && at < text.length() && "xXbB".indexOf(text.charAt(at)) >= 0;
        if (prefix) {
            at++;
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
                at++;
            }
        } else if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        return text.substring(start, at);
    }

    private ArithmeticException unreadable() {
        return new ArithmeticException("Not a formula at character " + at);
    }
}
