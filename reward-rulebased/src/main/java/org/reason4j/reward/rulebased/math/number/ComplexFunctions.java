package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import org.reason4j.reward.rulebased.math.parse.Budget;

/** Elementary functions of complex numbers, with errors by the derivative. */
final class ComplexFunctions {

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private static final BigDecimal ROUNDING = new BigDecimal("1e-58");

    private final Budget budget;

    ComplexFunctions(Budget budget) {
        this.budget = budget;
    }

    Ball exp(Ball z) {
        BigDecimal size = Reals.exp(z.re(), budget);
        if (z.im().signum() == 0) {
            return Ball.rounded(size, BigDecimal.ZERO, inherited(size, z));
        }
        BigDecimal re = size.multiply(Reals.cos(z.im(), budget), Reals.DIGITS);
        BigDecimal im = size.multiply(Reals.sin(z.im(), budget), Reals.DIGITS);
        return Ball.rounded(re, im, inherited(size, z));
    }

    /** The error of a value whose derivative is at most {@code slope}, with the digits lost by halving the argument. */
    private static BigDecimal inherited(BigDecimal slope, Ball argument) {
        BigDecimal rounding = argument.size().add(BigDecimal.ONE, Reals.DIGITS).scaleByPowerOfTen(-60);
        return Ball.rounded(
                        slope.multiply(argument.error().add(rounding, Reals.DIGITS)), BigDecimal.ZERO, BigDecimal.ZERO)
                .re();
    }

    Ball ln(Ball z) {
        if (z.isZero()) {
            throw new ArithmeticException("logarithm of 0");
        }
        BigDecimal size = z.abs();
        BigDecimal error = z.error().divide(size, Reals.DIGITS).multiply(Reals.TWO);
        boolean real = z.isReal();
        if (real && z.re().signum() > 0) {
            return Ball.rounded(Reals.ln(z.re(), budget), BigDecimal.ZERO, error.add(ROUNDING, Reals.DIGITS));
        }
        BigDecimal angle = real ? Reals.PI : Reals.angle(z.im(), z.re(), budget);
        return Ball.rounded(Reals.ln(size, budget), angle, error.add(ROUNDING, Reals.DIGITS));
    }

    /** A trigonometric, hyperbolic or inverse function by its name. */
    Ball value(String name, Ball z) {
        return switch (name) {
            case "sin" -> sin(z);
            case "cos" -> cos(z);
            case "tan" -> sin(z).times(cos(z).inverse());
            case "cot" -> cos(z).times(sin(z).inverse());
            case "sec" -> cos(z).inverse();
            case "csc" -> sin(z).inverse();
            case "sinh" -> hyperbolic(z, -1);
            case "cosh" -> hyperbolic(z, 1);
            case "tanh" -> hyperbolic(z, -1).times(hyperbolic(z, 1).inverse());
            case "coth" -> hyperbolic(z, 1).times(hyperbolic(z, -1).inverse());
            case "arctan" -> arctan(real(z));
            case "arcsin" -> arcsin(real(z));
            case "arccos" -> Ball.real(Reals.HALF_PI).minus(arcsin(real(z)));
            case "arccot" -> Ball.real(Reals.HALF_PI).minus(arctan(real(z)));
            case "arcsec" -> Ball.real(Reals.HALF_PI).minus(arcsin(real(z).inverse()));
            case "arccsc" -> arcsin(real(z).inverse());
            default -> throw new ArithmeticException(name + " has no value");
        };
    }

    private static Ball real(Ball z) {
        if (!z.isReal()) {
            throw new ArithmeticException("an angle of a number that is not real");
        }
        return z;
    }

    private Ball sin(Ball z) {
        if (z.im().signum() == 0) {
            return Ball.rounded(Reals.sin(z.re(), budget), BigDecimal.ZERO, inherited(BigDecimal.ONE, z));
        }
        Ball turned = z.times(Ball.I);
        return hyperbolic(turned, -1).times(Ball.I).negate();
    }

    private Ball cos(Ball z) {
        if (z.im().signum() == 0) {
            return Ball.rounded(Reals.cos(z.re(), budget), BigDecimal.ZERO, inherited(BigDecimal.ONE, z));
        }
        return hyperbolic(z.times(Ball.I), 1);
    }

    /** {@code (e^z + sign e^-z) / 2}. */
    private Ball hyperbolic(Ball z, int sign) {
        Ball other = exp(z.negate());
        return exp(z).plus(sign < 0 ? other.negate() : other).times(Ball.exactly(HALF));
    }

    private Ball arctan(Ball x) {
        return Ball.rounded(Reals.atan(x.re(), budget), BigDecimal.ZERO, inherited(BigDecimal.ONE, x));
    }

    private Ball arcsin(Ball x) {
        BigDecimal rest = BigDecimal.ONE.subtract(x.re().multiply(x.re()), Reals.DIGITS);
        if (rest.signum() < 0) {
            throw new ArithmeticException("an angle whose sine is beyond 1");
        } else if (rest.signum() == 0) {
            return Ball.real(x.re().signum() < 0 ? Reals.HALF_PI.negate() : Reals.HALF_PI);
        }
        BigDecimal cosine = rest.sqrt(Reals.DIGITS);
        BigDecimal angle = Reals.atan(x.re().divide(cosine, Reals.DIGITS), budget);
        return Ball.rounded(angle, BigDecimal.ZERO, inherited(BigDecimal.ONE.divide(cosine, Reals.DIGITS), x));
    }
}
