package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.reason4j.reward.rulebased.Rational;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Spelling;

/**
 * Values of formulas at a point, to many digits.
 *
 * <p>A function that is not known gets a value drawn from its name and the values of its arguments, so that equal arguments
 * give equal values. Throws {@link ArithmeticException} where there is no value.
 */
public final class Evaluator {

    /** Formulas whose value is not computed. */
    static final Set<String> UNKNOWN = Set.of("sum", "prod", "int", "det");

    private static final int MOST_TERMS = 400;
    private static final int LARGEST_INTEGER_POWER = 4096;

    private final Map<String, BigDecimal> point;
    private final BigDecimal logarithmOfBase;
    private final Budget budget;
    private final Exact exact;
    private boolean left;

    /**
     * Prepares a point.
     *
     * @param point values of variables
     * @param commonLogarithms true to read {@code log} without a base to base 10, false to base e
     */
    Evaluator(Map<String, BigDecimal> point, boolean commonLogarithms, Budget budget) {
        this.point = point;
        this.budget = budget;
        this.exact = new Exact(budget);
        this.logarithmOfBase = commonLogarithms ? Reals.ln(BigDecimal.TEN, budget) : BigDecimal.ONE;
    }

    /** True if a root or logarithm of a negative number was taken on the way. */
    boolean leftTheReals() {
        return left;
    }

    Ball value(Node node) {
        budget.step();
        if (node instanceof Node.Number number) {
            return fraction(number.value());
        } else if (node instanceof Node.Name name) {
            return name(name.name());
        } else if (node instanceof Node.Sum sum) {
            Ball total = Ball.exactly(BigDecimal.ZERO);
            for (Node term : sum.terms()) {
                total = total.plus(value(term));
            }
            return total;
        } else if (node instanceof Node.Product product) {
            Ball total = Ball.ONE;
            for (Node factor : product.factors()) {
                total = total.times(value(factor));
            }
            return total;
        } else if (node instanceof Node.Power power) {
            return power(power.base(), power.exponent());
        } else if (node instanceof Node.Call call) {
            return call(call);
        }
        throw new ArithmeticException("no formula");
    }

    private static Ball fraction(Rational number) {
        BigDecimal above = new BigDecimal(number.numerator());
        return number.denominator().equals(BigInteger.ONE) && above.precision() < 50
                ? Ball.exactly(above)
                : Ball.real(above.divide(new BigDecimal(number.denominator()), Reals.DIGITS));
    }

    private Ball name(String name) {
        BigDecimal value = point.get(name);
        if (value != null) {
            return Ball.exactly(value);
        }
        return switch (name) {
            case "pi" -> Ball.real(Reals.PI);
            case "e" -> Ball.real(Reals.exp(BigDecimal.ONE, budget));
            case "i" -> Ball.I;
            default -> throw new ArithmeticException(name + " has no value");
        };
    }

    private Ball power(Node base, Node exponent) {
        Optional<Rational> fraction = exact.value(exponent);
        if (base instanceof Node.Name name && name.name().equals("e")) {
            return functions().exp(value(exponent));
        }
        Ball below = value(base);
        if (fraction.isPresent()) {
            return power(below, fraction.get().reduced());
        }
        return power(below, value(exponent));
    }

    private Ball power(Ball base, Rational exponent) {
        Optional<BigInteger> integer = Exact.integer(exponent);
        if (integer.isPresent() && integer.get().abs().bitLength() <= 12) {
            return repeated(base, integer.get().intValueExact());
        }
        boolean oddRoot =
                exponent.denominator().testBit(0) && !exponent.denominator().equals(BigInteger.ONE);
        if (oddRoot && base.isReal() && base.re().signum() < 0) {
            Ball root = power(base.negate(), fraction(exponent)); // the real root
            return exponent.numerator().testBit(0) ? root.negate() : root;
        } else if (integer.isPresent() && base.isReal() && base.re().signum() < 0) {
            Ball power = power(base.negate(), fraction(exponent));
            return integer.get().testBit(0) ? power.negate() : power;
        }
        return power(base, fraction(exponent));
    }

    private Ball repeated(Ball base, int exponent) {
        if (Math.abs(exponent) > LARGEST_INTEGER_POWER) {
            throw new ArithmeticException("a large power");
        }
        Ball square = base;
        Ball result = Ball.ONE;
        for (int rest = Math.abs(exponent); rest > 0; rest >>= 1) {
            budget.step();
            result = (rest & 1) == 1 ? result.times(square) : result;
            square = rest > 1 ? square.times(square) : square;
        }
        if (exponent == 0 && base.isZero()) {
            throw new ArithmeticException("0^0");
        }
        return exponent < 0 ? result.inverse() : result;
    }

    private Ball power(Ball base, Ball exponent) {
        if (base.isZero()) {
            if (exponent.isReal() && exponent.re().signum() > 0) {
                return Ball.exactly(BigDecimal.ZERO);
            }
            throw new ArithmeticException("0 to a power that is not positive");
        }
        return functions().exp(ln(base).times(exponent));
    }

    private ComplexFunctions functions() {
        return new ComplexFunctions(budget);
    }

    private Ball ln(Ball argument) {
        left |= !argument.isReal() || argument.re().signum() < 0;
        return functions().ln(argument);
    }

    private Ball call(Node.Call call) {
        List<Node> arguments = call.arguments();
        Optional<Rational> fraction = exact.value(call);
        if (fraction.isPresent()) {
            return fraction(fraction.get());
        }
        return switch (call.function()) {
            case "root" -> root(value(arguments.get(0)), arguments.get(1));
            case "ln" -> ln(value(arguments.get(0)));
            case "log" -> logarithm(arguments);
            case "exp" -> functions().exp(value(arguments.get(0)));
            case "percent" ->
                value(arguments.get(0)).times(fraction(new Rational(BigInteger.ONE, BigInteger.valueOf(100))));
            case "degrees" ->
                value(arguments.get(0)).times(Ball.real(Reals.PI.divide(BigDecimal.valueOf(180), Reals.DIGITS)));
            case "abs", "floor", "ceil", "factorial", "binom", "gcd", "lcm", "max", "min" -> integers(call);
            case "sum", "prod" -> series(call);
            default ->
                call.arguments().size() == 1 && Spelling.FUNCTIONS.contains(call.function())
                        ? functions().value(call.function(), value(arguments.get(0)))
                        : drawn(call);
        };
    }

    private Ball root(Ball radicand, Node degree) {
        Rational index = exact.value(degree).orElseThrow(() -> new ArithmeticException("a root of no degree"));
        if (index.numerator().signum() == 0) {
            throw new ArithmeticException("a root of degree 0");
        } else if (radicand.isZero()) {
            return Ball.exactly(BigDecimal.ZERO);
        }
        Rational exponent = new Rational(index.denominator(), index.numerator());
        boolean square = exponent.equals(new Rational(BigInteger.ONE, BigInteger.TWO));
        if (square && radicand.isReal() && radicand.re().signum() > 0) {
            BigDecimal root = radicand.re().sqrt(Reals.DIGITS);
            BigDecimal error = radicand.error().divide(root, new MathContext(4, RoundingMode.UP));
            return Ball.rounded(root, BigDecimal.ZERO, error);
        }
        return power(radicand, exponent);
    }

    private Ball logarithm(List<Node> arguments) {
        Ball above = ln(value(arguments.get(0)));
        Ball below = arguments.size() > 1 ? ln(value(arguments.get(1))) : Ball.real(logarithmOfBase);
        return above.times(below.inverse());
    }

    /** Functions of integers, and the absolute value and the like of any real number. */
    private Ball integers(Node.Call call) {
        List<Ball> values = call.arguments().stream().map(this::value).toList();
        if (call.function().equals("abs") && values.size() == 1) {
            return Ball.rounded(
                    values.get(0).abs(), BigDecimal.ZERO, values.get(0).error());
        }
        if (values.isEmpty() || !values.stream().allMatch(Ball::isReal)) {
            throw new ArithmeticException(call.function() + " of a number that is not real");
        }
        List<Rational> fractions = values.stream()
                .map(ball -> Rational.of(ball.re().round(new MathContext(50))))
                .toList();
        return fraction(IntegerFunctions.value(call.function(), fractions, budget)
                .orElseThrow(() -> new ArithmeticException(call.function() + " has no value")));
    }

    /** A sum or product whose bounds are integers, term by term. */
    private Ball series(Node.Call call) {
        List<Node> parts = call.arguments();
        boolean bounded = parts.size() == 4 && parts.get(0) instanceof Node.Name;
        Optional<BigInteger> from = bounded ? exact.value(parts.get(1)).flatMap(Exact::integer) : Optional.empty();
        Optional<BigInteger> to = bounded ? exact.value(parts.get(2)).flatMap(Exact::integer) : Optional.empty();
        if (from.isEmpty()
                || to.isEmpty()
                || to.get().subtract(from.get()).abs().bitLength() > 9) {
            return drawn(call);
        }
        boolean sum = call.function().equals("sum");
        Ball total = sum ? Ball.exactly(BigDecimal.ZERO) : Ball.ONE;
        int terms = to.get().subtract(from.get()).intValueExact() + 1;
        if (terms > MOST_TERMS) {
            return drawn(call);
        }
        for (int i = 0; i < terms; i++) {
            Node index = new Node.Number(Rational.of(from.get().add(BigInteger.valueOf(i))), 0);
            Node term = parts.get(3).map(node -> node.equals(parts.get(0)) ? index : node);
            total = sum ? total.plus(value(term)) : total.times(value(term));
        }
        return total;
    }

    private Ball drawn(Node.Call call) {
        long seed = call.function().hashCode();
        for (Node argument : call.arguments()) {
            Ball value = value(argument);
            BigDecimal rounded = value.re().add(value.im().multiply(BigDecimal.valueOf(31)), Reals.DIGITS);
            seed = 1_000_003 * seed
                    + rounded.round(new MathContext(25)).stripTrailingZeros().hashCode();
        }
        return Ball.exactly(BigDecimal.valueOf(new SplittableRandom(seed).nextDouble() + 0.5));
    }
}
