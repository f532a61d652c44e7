package org.reason4j.environment.tools;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Arithmetic over decimal numbers with {@code + - * /}, parentheses and signs.
 *
 * <p>Intermediate values are exact fractions. A result that is an integer is written whole; any other as a decimal
 * number, rounded to 20 significant digits where it has more.
 *
 * <p>A sum is {@code product {(+|-) product}}, a product {@code factor {(*|/) factor}}, and a factor a number, a signed
 * factor or a sum in parentheses.
 */
final class Arithmetic {

    private static final int LONGEST = 1000;
    private static final int DEEPEST = 100;
    private static final MathContext DIGITS = new MathContext(20);

    private final String text;
    private int position;
    private int depth;

    private Arithmetic(String text) {
        this.text = text;
    }

    /** Returns the value of an expression; an {@link ArithmeticException} gives the reason if it has none. */
    static String evaluate(String expression) {
        if (expression.length() > LONGEST) {
            throw new ArithmeticException("more than " + LONGEST + " characters");
        }
        Arithmetic arithmetic = new Arithmetic(expression);
        Fraction value = arithmetic.sum();
        if (arithmetic.position < expression.length()) {
            throw new ArithmeticException("expected an operator but found " + arithmetic.found());
        }
        return value.toText();
    }

    private record Fraction(BigInteger above, BigInteger below) {

        static Fraction of(BigDecimal value) {
            return value.scale() <= 0
                    ? new Fraction(value.toBigIntegerExact(), BigInteger.ONE)
                    : new Fraction(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
        }

        Fraction plus(Fraction other) {
            return new Fraction(
                    above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
        }

        Fraction times(Fraction other) {
            return new Fraction(above.multiply(other.above), below.multiply(other.below));
        }

        Fraction dividedBy(Fraction other) {
            if (other.above.signum() == 0) {
                throw new ArithmeticException("division by zero");
            }
            return new Fraction(above.multiply(other.below), below.multiply(other.above));
        }

        Fraction negated() {
            return new Fraction(above.negate(), below);
        }

        String toText() {
            BigInteger[] whole = above.divideAndRemainder(below);
            return whole[1].signum() == 0
                    ? whole[0].toString()
                    : new BigDecimal(above)
                            .divide(new BigDecimal(below), DIGITS)
                            .stripTrailingZeros()
                            .toPlainString();
        }
    }

    private Fraction sum() {
        Fraction value = product();
        while (true) {
            if (accept('+')) {
                value = value.plus(product());
            } else if (accept('-')) {
                value = value.plus(product().negated());
            } else {
                return value;
            }
        }
    }

    private Fraction product() {
        Fraction value = factor();
        while (true) {
            if (accept('*')) {
                value = value.times(factor());
            } else if (accept('/')) {
                value = value.dividedBy(factor());
            } else {
                return value;
            }
        }
    }

    private Fraction factor() {
        if (++depth > DEEPEST) {
            throw new ArithmeticException("more than " + DEEPEST + " signs and parentheses within each other");
        }
        Fraction value =
                accept('-') ? factor().negated() : accept('+') ? factor() : accept('(') ? closed(sum()) : number();
        depth--;
        return value;
    }

    private Fraction closed(Fraction value) {
        if (!accept(')')) {
            throw new ArithmeticException("expected ) but found " + found());
        }
        return value;
    }

    private Fraction number() {
        int start = position;
        while (position < text.length() && isOfNumber(text.charAt(position))) {
            position++;
        }
        String digits = text.substring(start, position);
        if (digits.isEmpty()) {
            throw new ArithmeticException("expected a number but found " + found());
        }
        if (!digits.matches("\\d++\\.?\\d*+|\\.\\d++")) {
            throw new ArithmeticException(digits + " is not a number");
        }
        return Fraction.of(new BigDecimal(digits));
    }

    private static boolean isOfNumber(char symbol) {
        return symbol >= '0' && symbol <= '9' || symbol == '.';
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

    private String found() {
        return position < text.length() ? String.valueOf(Character.toChars(text.codePointAt(position))) : "the end";
    }
}
