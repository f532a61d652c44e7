package org.reason4j.gym.arithmetic;

import java.math.BigInteger;
import java.util.Locale;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.formula.Arithmetic;
import org.reason4j.gym.formula.Formula;

/** Sums, products and shifts of hexadecimal integers of any length, in brackets. */
public record BitwiseArithmetic(String expression) implements Problem {

    private static final int LARGEST_SHIFT = 1_000;

    private static final Arithmetic<BigInteger> INTEGERS = new Arithmetic<>() {

        @Override
        public BigInteger number(String digits) {
            return literal(digits);
        }

        @Override
        public BigInteger plus(BigInteger left, BigInteger right) {
            return left.add(right);
        }

        @Override
        public BigInteger times(BigInteger left, BigInteger right) {
            return left.multiply(right);
        }

        @Override
        public BigInteger negated(BigInteger value) {
            return value.negate();
        }

        @Override
        public BigInteger shifted(BigInteger value, BigInteger by, boolean left) {
            if (by.signum() < 0 || by.intValueExact() > LARGEST_SHIFT) {
                throw new ArithmeticException("A shift by " + by);
            }
            return left ? value.shiftLeft(by.intValue()) : value.shiftRight(by.intValue());
        }
    };

    private static BigInteger literal(String digits) {
        String text = digits.toLowerCase(Locale.ROOT);
        int base = text.startsWith("0x") ? 16 : text.startsWith("0b") ? 2 : 10;
        String bare = base == 10 ? text : text.substring(2);
        if (bare.isEmpty() || bare.length() > 400 || !bare.chars().allMatch(c -> Character.digit(c, base) >= 0)) {
            throw new ArithmeticException("Not an integer: " + digits);
        }
        return new BigInteger(bare, base);
    }

    private BigInteger value() {
        return Formula.value(expression, INTEGERS).orElseThrow();
    }

    @Override
    public String question() {
        return "Integers have a sign and as many bits as they need; x << n shifts x by n bits to the left and x >> n to the right, "
                + "rounding down. What is " + expression
                + "? Answer in hexadecimal form like 0x1f, or -0x1f for a negative result.";
    }

    @Override
    public String answer() {
        BigInteger value = value();
        return (value.signum() < 0 ? "-0x" : "0x") + value.abs().toString(16);
    }

    @Override
    public boolean accepts(String answer) {
        String text = Answers.stripped(answer);
        return text.matches("[+-]?+(?:0[xX][0-9a-fA-F]++|0[bB][01]++|[0-9]++)")
                && Formula.value(text, INTEGERS).filter(value()::equals).isPresent();
    }

    /** Hexadecimal digits of the operands, and one for each operation. */
    @Override
    public double work() {
        return expression
                        .replaceAll("0x", "")
                        .chars()
                        .filter(c -> Character.digit(c, 16) >= 0)
                        .count()
                + expression.split("\\(", -1).length;
    }
}
