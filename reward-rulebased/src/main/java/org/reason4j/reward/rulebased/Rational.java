package org.reason4j.reward.rulebased;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact number {@code numerator / denominator}; the denominator is positive.
 *
 * @param numerator above the line, with the sign
 * @param denominator below it
 */
public record Rational(BigInteger numerator, BigInteger denominator) {

    private static final int LONGEST = 200;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(?:,\\d{3})++(?:\\.\\d++)?");
    private static final Pattern LATEX_FRACTION = Pattern.compile("([+-]?)\\\\[dt]?frac\\{([^{}]++)\\}\\{([^{}]++)\\}");

    public Rational {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        if (denominator.signum() < 0) {
            numerator = numerator.negate();
            denominator = denominator.negate();
        }
    }

    /** An integer. */
    public static Rational of(BigInteger value) {
        return new Rational(value, BigInteger.ONE);
    }

    /** The value of a decimal. */
    public static Rational of(BigDecimal value) {
        return value.scale() <= 0
                ? of(value.toBigIntegerExact())
                : new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    /**
     * Reads {@code -12}, {@code 1,234.5}, {@code 1e-3}, {@code 3/4} or {@code \frac{3}{4}}, with dollar signs and blanks
     * around it and in any spelling of {@link PlainSymbols}; empty for anything else, and beyond 200 characters.
     */
    static Optional<Rational> parse(String text) {
        if (text.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        String bare = PlainSymbols.of(text).replace("\\$", "").replace("$", "").strip();
        if (bare.isEmpty() || bare.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher latex = LATEX_FRACTION.matcher(bare);
        if (latex.matches()) {
            return quotient(
                    latex.group(1) + latex.group(2).strip(), latex.group(3).strip());
        }
        int slash = bare.indexOf('/');
        return slash < 0
                ? decimal(bare)
                : quotient(
                        bare.substring(0, slash).strip(),
                        bare.substring(slash + 1).strip());
    }

    private static Optional<Rational> quotient(String above, String below) {
        return decimal(below)
                .filter(divisor -> divisor.numerator.signum() != 0)
                .flatMap(divisor -> decimal(above).map(dividend -> dividend.divide(divisor)));
    }

    private static Optional<Rational> decimal(String text) {
        String plain = GROUPED.matcher(text).matches() ? text.replace(",", "") : text;
        return DECIMAL.matcher(plain).matches() ? Optional.of(of(new BigDecimal(plain))) : Optional.empty();
    }

    /** The sum. */
    public Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** The difference. */
    public Rational minus(Rational other) {
        return plus(new Rational(other.numerator.negate(), other.denominator));
    }

    /** The product. */
    public Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** The quotient; throws {@link ArithmeticException} for a divisor of zero. */
    public Rational divide(Rational other) {
        return new Rational(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    /** Returns true if the two differ by at most {@code tolerance}; 0 requires equality. */
    boolean isWithin(BigDecimal tolerance, Rational other) {
        Rational difference = minus(other);
        Rational slack = of(tolerance).minus(new Rational(difference.numerator.abs(), difference.denominator));
        return slack.numerator.signum() >= 0;
    }

    /** The same number in lowest terms. */
    public Rational reduced() {
        BigInteger divisor = numerator.gcd(denominator);
        return new Rational(numerator.divide(divisor), denominator.divide(divisor));
    }

    /** The fraction in lowest terms, a whole number without a denominator; equal numbers give equal texts. */
    String inLowestTerms() {
        Rational lowest = reduced();
        return lowest.numerator + (lowest.denominator.equals(BigInteger.ONE) ? "" : "/" + lowest.denominator);
    }
}
