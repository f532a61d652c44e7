package org.reason4j.gym.puzzle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.gym.Rational;

/**
 * An arithmetic expression: whole numbers, {@code + - * /}, a sign before a number or bracket, and round brackets.
 *
 * @param numbers the numbers in it, in order
 * @param value what it comes to
 */
record Expression(List<Long> numbers, Rational value) {

    private static final int LONGEST = 2000;
    private static final int MOST_PARTS = 200; // numbers, brackets and signs before them

    /** Reads and computes an expression; empty for another text and where something is divided by 0. */
    static Optional<Expression> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Reader reader = new Reader(
                text.replace('×', '*').replace('·', '*').replace('÷', '/').replace('−', '-'));
        Optional<Rational> value = reader.sum();
        return reader.peek() == 0 ? value.map(found -> new Expression(reader.numbers, found)) : Optional.empty();
    }

    private static final class Reader {

        private final String text;
        private final List<Long> numbers = new ArrayList<>();
        private int at;
        private int depth;

        private Reader(String text) {
            this.text = text;
        }

        private Optional<Rational> sum() {
            Optional<Rational> total = product();
            while (total.isPresent() && (peek() == '+' || peek() == '-')) {
                boolean plus = text.charAt(at++) == '+';
                Rational before = total.get();
                total = product().map(next -> plus ? before.plus(next) : before.minus(next));
            }
            return total;
        }

        private Optional<Rational> product() {
            Optional<Rational> total = factor();
            while (total.isPresent() && (peek() == '*' || peek() == '/')) {
                boolean times = text.charAt(at++) == '*';
                Rational before = total.get();
                total = factor().filter(next -> times || !next.isZero())
                        .map(next -> times ? before.times(next) : before.over(next));
            }
            return total;
        }

        private Optional<Rational> factor() {
            char sign = peek();
            if (++depth > MOST_PARTS) {
                return Optional.empty();
            }
            if (sign == '-' || sign == '+') {
                at++;
                return factor().map(value -> sign == '-' ? value.negated() : value);
            }
            if (sign == '(') {
                at++;
                Optional<Rational> inner = sum();
                boolean closed = peek() == ')';
                at++;
                return closed ? inner : Optional.empty();
            }
            return number();
        }

        private Optional<Rational> number() {
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 9) {
                return Optional.empty();
            }
            long number = Long.parseLong(text.substring(start, at));
            numbers.add(number);
            return Optional.of(Rational.of(number));
        }

        /** The next character that is no white space; 0 at the end. */
        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }
    }
}
