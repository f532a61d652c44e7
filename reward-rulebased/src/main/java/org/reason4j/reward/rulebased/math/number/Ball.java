package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.reason4j.reward.rulebased.math.parse.Budget;

/**
 * A complex number to about 60 digits, with a bound on its error: two of them are equal if their difference is within both
 * errors. Errors grow where digits cancel.
 *
 * @param re the real part
 * @param im the imaginary part
 * @param error at most so far from the true value
 */
public record Ball(BigDecimal re, BigDecimal im, BigDecimal error) {

    private static final MathContext ROUGH = new MathContext(4, RoundingMode.UP);
    private static final BigDecimal UNIT = new BigDecimal("1e-58");
    private static final BigDecimal SHARP = new BigDecimal("1e-40");
    private static final int LARGEST = 1_000_000; // digits

    static final Ball ONE = exactly(BigDecimal.ONE);
    static final Ball I = new Ball(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ZERO);

    public Ball {
        if (Math.abs((long) Reals.magnitude(re)) > LARGEST || Math.abs((long) Reals.magnitude(im)) > LARGEST) {
            throw new Budget.Exhausted("a number has more than " + LARGEST + " digits");
        }
    }

    static Ball real(BigDecimal value) {
        return rounded(value, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    static Ball exactly(BigDecimal value) {
        return new Ball(value, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** A value that was computed to {@link Reals#DIGITS}, with the error that its arguments brought. */
    static Ball rounded(BigDecimal re, BigDecimal im, BigDecimal inherited) {
        BigDecimal own = re.abs().add(im.abs(), ROUGH).multiply(UNIT, ROUGH);
        return new Ball(re.round(Reals.DIGITS), im.round(Reals.DIGITS), inherited.add(own, ROUGH));
    }

    boolean isReal() {
        return im.abs().compareTo(error.add(re.abs().multiply(UNIT, ROUGH), ROUGH)) <= 0;
    }

    boolean isZero() {
        return size().compareTo(error) <= 0;
    }

    /** An upper bound on the absolute value. */
    BigDecimal size() {
        return re.abs().add(im.abs(), ROUGH);
    }

    BigDecimal abs() {
        return im.signum() == 0
                ? re.abs()
                : re.multiply(re).add(im.multiply(im), Reals.DIGITS).sqrt(Reals.DIGITS);
    }

    Ball plus(Ball other) {
        BigDecimal lost = size().add(other.size(), ROUGH).multiply(UNIT, ROUGH);
        return rounded(
                re.add(other.re, Reals.DIGITS),
                im.add(other.im, Reals.DIGITS),
                error.add(other.error, ROUGH).add(lost, ROUGH));
    }

    Ball minus(Ball other) {
        return plus(other.negate());
    }

    Ball negate() {
        return new Ball(re.negate(), im.negate(), error);
    }

    Ball times(Ball other) {
        BigDecimal inherited = size().multiply(other.error, ROUGH)
                .add(other.size().add(other.error, ROUGH).multiply(error, ROUGH), ROUGH);
        BigDecimal real = re.multiply(other.re).subtract(im.multiply(other.im), Reals.DIGITS);
        BigDecimal imaginary = re.multiply(other.im).add(im.multiply(other.re), Reals.DIGITS);
        return rounded(
                real,
                imaginary,
                inherited.add(size().multiply(other.size(), ROUGH).multiply(UNIT, ROUGH), ROUGH));
    }

    /** The reciprocal; throws {@link ArithmeticException} where the value may be 0. */
    Ball inverse() {
        if (isZero()) {
            throw new ArithmeticException("division by zero");
        }
        BigDecimal square = re.multiply(re).add(im.multiply(im), Reals.DIGITS);
        BigDecimal inherited = error.divide(square, ROUGH).multiply(Reals.TWO, ROUGH);
        return rounded(re.divide(square, Reals.DIGITS), im.negate().divide(square, Reals.DIGITS), inherited);
    }

    /** Equal as far as both are known. */
    boolean agrees(Ball other) {
        BigDecimal distance = re.subtract(other.re, Reals.DIGITS)
                .abs()
                .add(im.subtract(other.im, Reals.DIGITS).abs(), ROUGH);
        return distance.compareTo(error.add(other.error, ROUGH).multiply(Reals.TWO)) <= 0;
    }

    /** True if enough digits are known to say that it equals another one: 30 of its own, or 40 behind the point. */
    boolean isSharp() {
        return error.compareTo(size().scaleByPowerOfTen(-30)) <= 0 || error.compareTo(SHARP) <= 0;
    }

    /** Equal to within a share of the larger one. */
    boolean isWithin(BigDecimal share, Ball other) {
        BigDecimal distance = re.subtract(other.re, Reals.DIGITS)
                .abs()
                .add(im.subtract(other.im, Reals.DIGITS).abs(), ROUGH);
        return distance.compareTo(size().max(other.size()).multiply(share)) <= 0;
    }
}
