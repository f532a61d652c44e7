package org.reason4j.reward.rulebased.math.number;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.rulebased.Rational;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;

/** Values of formulas that are fractions, exactly; empty for any other and for numbers that are too long. */
public final class Exact {

    private static final int MOST_BITS = 60_000;

    private final Budget budget;

    Exact(Budget budget) {
        this.budget = budget;
    }

    Optional<Rational> value(Node node) {
        budget.step();
        if (node instanceof Node.Number number) {
            return bounded(number.value());
        } else if (node instanceof Node.Sum sum) {
            return fold(sum.terms(), Rational.of(BigInteger.ZERO), Rational::plus);
        } else if (node instanceof Node.Product product) {
            return fold(product.factors(), Rational.of(BigInteger.ONE), Rational::times);
        } else if (node instanceof Node.Power power) {
            return value(power.exponent())
                    .flatMap(exponent -> value(power.base()).flatMap(base -> power(base, exponent)));
        } else if (node instanceof Node.Call call) {
            return call(call);
        }
        return Optional.empty();
    }

    private interface Operation {
        Rational apply(Rational left, Rational right);
    }

    private Optional<Rational> fold(List<Node> nodes, Rational start, Operation operation) {
        Rational result = start;
        for (Node node : nodes) {
            Optional<Rational> next = value(node);
            if (next.isEmpty()) {
                return next;
            }
            Rational left = result;
            Optional<Rational> both = next.flatMap(right -> bounded(operation.apply(left, right)));
            if (both.isEmpty()) {
                return both;
            }
            result = both.get();
        }
        return Optional.of(result);
    }

    private Optional<Rational> bounded(Rational number) {
        int bits = bits(number);
        budget.step(1 + bits / 256);
        return bits > MOST_BITS ? Optional.empty() : Optional.of(number.reduced());
    }

    private static int bits(Rational number) {
        return Math.max(number.numerator().bitLength(), number.denominator().bitLength());
    }

    static Optional<BigInteger> integer(Rational number) {
        Rational lowest = number.reduced();
        return lowest.denominator().equals(BigInteger.ONE) ? Optional.of(lowest.numerator()) : Optional.empty();
    }

    private Optional<Rational> power(Rational base, Rational exponent) {
        if (base.numerator().signum() == 0 && exponent.numerator().signum() <= 0) {
            return Optional.empty(); // 0^0 and 1/0
        }
        Rational lowest = exponent.reduced();
        if (lowest.numerator().bitLength() > 20 || lowest.denominator().bitLength() > 6) {
            return Optional.empty();
        }
        int times = lowest.numerator().intValueExact();
        return root(base, lowest.denominator().intValueExact())
                .filter(root -> (long) bits(root) * Math.abs(times) <= MOST_BITS)
                .map(root -> raised(root, times));
    }

    private Rational raised(Rational base, int exponent) {
        budget.step(1 + bits(base) * Math.abs(exponent) / 256);
        Rational power = new Rational(
                base.numerator().pow(Math.abs(exponent)), base.denominator().pow(Math.abs(exponent)));
        return exponent < 0 ? new Rational(power.denominator(), power.numerator()) : power;
    }

    /** The real root if it is a fraction. */
    private Optional<Rational> root(Rational base, int degree) {
        if (degree == 1) {
            return Optional.of(base);
        }
        Rational lowest = base.reduced();
        return root(lowest.numerator(), degree)
                .flatMap(above -> root(lowest.denominator(), degree).map(below -> new Rational(above, below)));
    }

    /** By bisection of the bits of the result. */
    private Optional<BigInteger> root(BigInteger number, int degree) {
        if (number.signum() < 0) {
            return degree % 2 == 0
                    ? Optional.empty()
                    : root(number.negate(), degree).map(BigInteger::negate);
        }
        BigInteger root = BigInteger.ZERO;
        for (int bit = number.bitLength() / degree + 1; bit >= 0; bit--) {
            budget.step(1 + number.bitLength() / 512);
            BigInteger larger = root.setBit(bit);
            if (larger.pow(degree).compareTo(number) <= 0) {
                root = larger;
            }
        }
        return root.pow(degree).equals(number) ? Optional.of(root) : Optional.empty();
    }

    private Optional<Rational> call(Node.Call call) {
        List<Node> arguments = call.arguments();
        if (call.function().equals("root") && arguments.size() == 2) {
            return value(new Node.Power(arguments.get(0), Node.inverse(arguments.get(1))));
        }
        return switch (call.function()) {
            case "factorial", "abs", "floor", "ceil", "percent", "binom", "gcd", "lcm", "max", "min" -> {
                List<Optional<Rational>> values =
                        arguments.stream().map(this::value).toList();
                boolean known = !values.isEmpty() && values.stream().allMatch(Optional::isPresent);
                yield known
                        ? IntegerFunctions.value(
                                call.function(),
                                values.stream().map(Optional::orElseThrow).toList(),
                                budget)
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }
}
