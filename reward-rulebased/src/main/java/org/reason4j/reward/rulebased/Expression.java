package org.reason4j.reward.rulebased;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An arithmetic expression over integers with {@code + - * /}, parentheses and signs, evaluated exactly.
 *
 * @param value the expression's value
 * @param numbers its literals, from left to right
 */
record Expression(Rational value, List<BigInteger> numbers) {

    private static final int LONGEST = 1000;

    /** Parses an expression; empty if the text is not one, divides by zero, or has more than 1000 characters. */
    static Optional<Expression> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Parser parser = new Parser(text);
        try {
            Rational value = parser.sum();
            return parser.atEnd() ? Optional.of(new Expression(value, parser.numbers)) : Optional.empty();
        } catch (ArithmeticException e) { // not an expression, or a division by zero: a wrong answer
            return Optional.empty();
        }
    }

    /** Recursive descent: a sum of products of signed numbers and parentheses. */
    private static final class Parser {

        private final String text;
        private final List<BigInteger> numbers = new ArrayList<>();
        private int position;

        Parser(String text) {
            this.text = text;
        }

        Rational sum() {
            Rational value = product();
            while (true) {
                if (accept('+')) {
                    value = value.plus(product());
                } else if (accept('-')) {
                    value = value.minus(product());
                } else {
                    return value;
                }
            }
        }

        private Rational product() {
            Rational value = factor();
            while (true) {
                if (accept('*')) {
                    value = value.times(factor());
                } else if (accept('/')) {
                    value = value.divide(factor());
                } else {
                    return value;
                }
            }
        }

        private Rational factor() {
            if (accept('-')) {
                return Rational.of(BigInteger.ZERO).minus(factor());
            }
            if (accept('+')) {
                return factor();
            }
            if (accept('(')) {
                Rational value = sum();
                if (accept(')')) {
                    return value;
                }
                throw new ArithmeticException("unbalanced parentheses");
            }
            return number();
        }

        private Rational number() {
            int start = position;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                position++;
            }
            if (start == position) {
                throw new ArithmeticException("no number at " + start);
            }
            BigInteger number = new BigInteger(text.substring(start, position));
            numbers.add(number);
            return Rational.of(number);
        }

        private boolean accept(char symbol) {
            skipBlanks();
            boolean found = position < text.length() && text.charAt(position) == symbol;
            position += found ? 1 : 0;
            skipBlanks();
            return found;
        }

        private void skipBlanks() {
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
        }

        boolean atEnd() {
            return position == text.length();
        }
    }
}
