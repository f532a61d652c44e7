package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.reason4j.reward.rulebased.math.parse.Budget;

/** Functions of real numbers to about 60 digits, by halving the argument and Taylor's series. */
final class Reals {

    static final MathContext DIGITS = new MathContext(64, RoundingMode.HALF_EVEN);
    static final BigDecimal TWO = BigDecimal.valueOf(2);
    static final BigDecimal PI =
            new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899");
    static final BigDecimal TWO_PI = PI.multiply(TWO);
    static final BigDecimal HALF_PI = PI.divide(TWO);

    private static final BigDecimal LARGEST_EXPONENT = new BigDecimal("2.3e6");
    private static final BigDecimal LARGEST_ANGLE = new BigDecimal("1e15");
    private static final BigDecimal TINY = new BigDecimal("1e-70");
    private static final BigDecimal LN_TEN =
            new BigDecimal("2.30258509299404568401799145468436420760110148862877297603332790096757260967735248");

    private Reals() {}

    static BigDecimal exp(BigDecimal x, Budget budget) {
        if (x.abs().compareTo(LARGEST_EXPONENT) > 0) {
            throw new Budget.Exhausted("a power has more than a million digits");
        }
        int halvings = Math.max(0, magnitude(x) * 4 + 8);
        BigDecimal small = x.divide(TWO.pow(halvings), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
            budget.step();
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** Decimal digits before the point; negative for small numbers. */
    static int magnitude(BigDecimal x) {
        return x.signum() == 0 ? 0 : x.precision() - x.scale();
    }

    /** Natural logarithm of a positive number, by Halley's method on {@link #exp}. */
    static BigDecimal ln(BigDecimal x, Budget budget) {
        int shift = magnitude(x);
        BigDecimal mantissa = x.scaleByPowerOfTen(-shift); // in [0.1, 1)
        BigDecimal y = BigDecimal.valueOf(Math.log(mantissa.doubleValue()));
        for (int i = 0; i < 2; i++) { // 16, 48, then all digits
            BigDecimal power = exp(y, budget);
            BigDecimal step = mantissa.subtract(power).divide(mantissa.add(power), DIGITS);
            y = y.add(step.multiply(TWO), DIGITS);
        }
        return y.add(LN_TEN.multiply(BigDecimal.valueOf(shift)), DIGITS);
    }

    static BigDecimal sin(BigDecimal x, Budget budget) {
        return series(turned(x), 1, budget);
    }

    static BigDecimal cos(BigDecimal x, Budget budget) {
        return series(turned(x), 0, budget);
    }

    /** The same angle between -pi and pi. */
    private static BigDecimal turned(BigDecimal x) {
        if (x.abs().compareTo(PI) <= 0) {
            return x;
        } else if (x.abs().compareTo(LARGEST_ANGLE) > 0) {
            throw new Budget.Exhausted("an angle is beyond 1e15");
        }
        BigInteger turns = x.divide(TWO_PI, 0, RoundingMode.HALF_EVEN).toBigInteger();
        return x.subtract(TWO_PI.multiply(new BigDecimal(turns)));
    }

    /** {@code x^k/k! - x^(k+2)/(k+2)! + ...}. */
    private static BigDecimal series(BigDecimal x, int first, Budget budget) {
        BigDecimal square = x.multiply(x, DIGITS);
        BigDecimal term = first == 0 ? BigDecimal.ONE : x;
        BigDecimal sum = term;
        for (int n = first; term.abs().compareTo(TINY) > 0; n += 2) {
            budget.step();
            term = term.multiply(square, DIGITS)
                    .divide(BigDecimal.valueOf((n + 1L) * (n + 2L)), DIGITS)
                    .negate();
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    static BigDecimal atan(BigDecimal x, Budget budget) {
        BigDecimal small = x;
        int doublings = 4;
        for (int i = 0; i < doublings; i++) {
            BigDecimal root = small.multiply(small, DIGITS).add(BigDecimal.ONE).sqrt(DIGITS);
            small = small.divide(root.add(BigDecimal.ONE), DIGITS);
        }
        BigDecimal square = small.multiply(small, DIGITS);
        BigDecimal power = small;
        BigDecimal sum = small;
        for (int n = 3; power.abs().compareTo(TINY) > 0; n += 2) {
            budget.step();
            power = power.multiply(square, DIGITS).negate();
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
        }
        return sum.multiply(TWO.pow(doublings), DIGITS);
    }

    /** The angle of a point, in (-pi, pi]. */
    static BigDecimal angle(BigDecimal y, BigDecimal x, Budget budget) {
        if (x.signum() == 0) {
            return y.signum() < 0 ? HALF_PI.negate() : HALF_PI;
        }
        BigDecimal angle = atan(y.divide(x, DIGITS), budget);
        if (x.signum() > 0) {
            return angle;
        }
        return y.signum() < 0 ? angle.subtract(PI) : angle.add(PI);
    }
}
