package org.reason4j.reward.rulebased.math.number;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.rulebased.Rational;
import org.reason4j.reward.rulebased.math.parse.Budget;

/** Functions whose values at fractions are fractions. */
final class IntegerFunctions {

    private static final int LARGEST_FACTORIAL = 5_000;

    private IntegerFunctions() {}

    /** A value; empty where the function has none, or a number that is too long. */
    static Optional<Rational> value(String function, List<Rational> arguments, Budget budget) {
        Rational first = arguments.get(0);
        return switch (function) {
            case "abs" -> Optional.of(new Rational(first.numerator().abs(), first.denominator()));
            case "percent" -> Optional.of(first.divide(Rational.of(BigInteger.valueOf(100))));
            case "floor" -> Optional.of(Rational.of(floor(first)));
            case "ceil" -> Optional.of(Rational.of(floor(zero().minus(first)).negate()));
            case "max" -> arguments.stream().max(byValue());
            case "min" -> arguments.stream().min(byValue());
            case "factorial" ->
                Exact.integer(first).flatMap(n -> factorial(n, budget)).map(Rational::of);
            case "binom" -> arguments.size() == 2 ? binomial(first, arguments.get(1), budget) : Optional.empty();
            case "gcd", "lcm" -> divisors(function, arguments);
            default -> Optional.empty();
        };
    }

    private static Rational zero() {
        return Rational.of(BigInteger.ZERO);
    }

    private static Comparator<Rational> byValue() {
        return (left, right) -> left.minus(right).numerator().signum();
    }

    private static BigInteger floor(Rational number) {
        BigInteger[] parts = number.numerator().divideAndRemainder(number.denominator());
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Optional<BigInteger> factorial(BigInteger n, Budget budget) {
        if (n.signum() < 0) {
            return Optional.empty();
        } else if (n.bitLength() > 16 || n.intValueExact() > LARGEST_FACTORIAL) {
            throw new Budget.Exhausted("it has the factorial of a number beyond " + LARGEST_FACTORIAL);
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n.intValueExact(); i++) {
            budget.step(1 + product.bitLength() / 1024);
            product = product.multiply(BigInteger.valueOf(i));
        }
        return Optional.of(product);
    }

    private static Optional<Rational> binomial(Rational n, Rational k, Budget budget) {
        Optional<BigInteger> above = Exact.integer(n);
        Optional<BigInteger> below = Exact.integer(k);
        if (above.isEmpty()
                || below.isEmpty()
                || above.get().signum() < 0
                || below.get().signum() < 0) {
            return Optional.empty();
        }
        BigInteger small = below.get().min(above.get().subtract(below.get()));
        if (small.signum() < 0) {
            return Optional.of(zero());
        } else if (small.bitLength() > 12 || above.get().bitLength() > 64) {
            throw new Budget.Exhausted("it has a binomial coefficient of large numbers");
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 1; i <= small.intValueExact(); i++) {
            budget.step(1 + product.bitLength() / 1024);
            product = product.multiply(above.get().subtract(BigInteger.valueOf(i - 1L)))
                    .divide(BigInteger.valueOf(i));
        }
        return Optional.of(Rational.of(product));
    }

    private static Optional<Rational> divisors(String function, List<Rational> arguments) {
        BigInteger result = function.equals("gcd") ? BigInteger.ZERO : BigInteger.ONE;
        for (Rational argument : arguments) {
            Optional<BigInteger> next = Exact.integer(argument);
            if (next.isEmpty() || next.get().signum() == 0) {
                return Optional.empty();
            }
            BigInteger divisor = result.gcd(next.get());
            result = function.equals("gcd")
                    ? divisor
                    : result.divide(divisor).multiply(next.get()).abs();
        }
        return Optional.of(Rational.of(result));
    }
}
