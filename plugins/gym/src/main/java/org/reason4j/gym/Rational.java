package org.reason4j.gym;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A fraction in lowest terms.
 *
 * @param numerator of any sign
 * @param denominator positive
 */
public record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {

    public static final Rational ZERO = of(0);
    public static final Rational ONE = of(1);

    /**
     * Reduces the fraction.
     *
     * @throws ArithmeticException if the denominator is 0
     */
    public Rational {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("A fraction with the denominator 0: " + numerator + "/0");
        }
        BigInteger common = numerator.gcd(denominator).max(BigInteger.ONE);
        common = denominator.signum() < 0 ? common.negate() : common;
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    public static Rational of(long whole) {
        return of(whole, 1);
    }

    public static Rational of(long numerator, long denominator) {
        return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    public static Rational of(BigInteger whole) {
        return new Rational(whole, BigInteger.ONE);
    }

    public static Rational of(BigDecimal decimal) {
        BigInteger ten = BigInteger.TEN;
        return decimal.scale() <= 0
                ? of(decimal.toBigIntegerExact())
                : new Rational(decimal.unscaledValue(), ten.pow(decimal.scale()));
    }

    public Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Rational minus(Rational other) {
        return plus(other.negated());
    }

    public Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /**
     * The quotient.
     *
     * @throws ArithmeticException if {@code other} is 0
     */
    public Rational over(Rational other) {
        return new Rational(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public Rational negated() {
        return new Rational(numerator.negate(), denominator);
    }

    public Rational abs() {
        return numerator.signum() < 0 ? negated() : this;
    }

    /** The value with so many decimal places, a half rounded away from 0. */
    public BigDecimal rounded(int places) {
        return new BigDecimal(numerator).divide(new BigDecimal(denominator), places, RoundingMode.HALF_UP);
    }

    /** The value with so many significant digits, a half rounded away from 0. */
    public BigDecimal significant(int digits) {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), new MathContext(digits, RoundingMode.HALF_UP));
    }

    /**
     * True if a decimal number is this value, or this value rounded to the places that the number shows, which are {@code places} at
     * least. Of a half both neighbours are.
     */
    public boolean isShownBy(BigDecimal number, int places) {
        Rational shown = of(number);
        return equals(shown)
                || number.scale() >= places
                        && minus(shown).abs().compareTo(of(BigDecimal.valueOf(5, number.scale() + 1))) <= 0;
    }

    public boolean isZero() {
        return numerator.signum() == 0;
    }

    public boolean isWhole() {
        return denominator.equals(BigInteger.ONE);
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    /** The whole number, or numerator and denominator with a slash between. */
    @Override
    public String toString() {
        return isWhole() ? numerator.toString() : numerator + "/" + denominator;
    }
}
