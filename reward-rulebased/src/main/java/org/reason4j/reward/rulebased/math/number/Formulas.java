package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.reason4j.reward.rulebased.Rational;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;

/**
 * Equality of formulas: fractions exactly, other numbers to 60 digits, formulas with variables at seeded points.
 *
 * <p>Points are positive, then of both signs, then integers; those at which a root or a logarithm of a negative number is
 * taken count only where there are no others. A decimal is equal to a value that it is the rounding of, if it has enough
 * digits.
 */
public final class Formulas {

    private static final Set<String> CONSTANTS = Set.of("pi", "e", "i", "infty");
    private static final Set<String> OF_INTEGERS = Set.of("factorial", "binom", "gcd", "lcm");
    private static final int POINTS = 30;
    private static final int ENOUGH = 4;
    private static final long SEED = 0x6d617468;

    private final int digits;
    private final Budget budget;
    private final Exact exact;

    /**
     * Prepares comparisons.
     *
     * @param digits significant digits from which on a decimal may be a rounding; 0 for never
     */
    public Formulas(int digits, Budget budget) {
        this.digits = digits;
        this.budget = budget;
        this.exact = new Exact(budget);
    }

    /** Compares two formulas. */
    public Verdict compare(Node left, Node right) {
        if (left.equals(right)) {
            return Verdict.EQUAL;
        }
        OptionalInt leftInfinity = infinity(left);
        OptionalInt rightInfinity = infinity(right);
        if (leftInfinity.isPresent() || rightInfinity.isPresent()) {
            return Verdict.of(leftInfinity.equals(rightInfinity));
        }
        Optional<Rational> one = exact.value(left);
        Optional<Rational> other = exact.value(right);
        if (one.isPresent() && other.isPresent()) {
            boolean same = one.get().minus(other.get()).numerator().signum() == 0;
            return Verdict.of(same || roundings(left, right).accept(ball(one.get()), ball(other.get())));
        }
        Verdict natural = probe(left, right, false);
        boolean logarithms = has(left, Formulas::isBareLogarithm) || has(right, Formulas::isBareLogarithm);
        return logarithms && natural != Verdict.EQUAL ? natural.or(probe(left, right, true)) : natural;
    }

    private static Ball ball(Rational number) {
        return Ball.real(new BigDecimal(number.numerator()).divide(new BigDecimal(number.denominator()), Reals.DIGITS));
    }

    private static boolean isBareLogarithm(Node node) {
        return node instanceof Node.Call call
                && call.function().equals("log")
                && call.arguments().size() == 1;
    }

    /** The sign of an infinity; empty for anything else. */
    private static OptionalInt infinity(Node node) {
        if (node.equals(new Node.Name("infty"))) {
            return OptionalInt.of(1);
        }
        return node.equals(Node.negative(new Node.Name("infty"))) ? OptionalInt.of(-1) : OptionalInt.empty();
    }

    private boolean has(Node node, Predicate<Node> wanted) {
        budget.step();
        return wanted.test(node) || node.children().stream().anyMatch(child -> has(child, wanted));
    }

    /** Names that are no constants. */
    public SortedSet<String> variables(Node node) {
        budget.step();
        SortedSet<String> names = new TreeSet<>();
        if (node instanceof Node.Name name && !CONSTANTS.contains(name.name())) {
            names.add(name.name());
        }
        node.children().forEach(child -> names.addAll(variables(child)));
        return names;
    }

    private boolean isUnknown(Node node) {
        return has(
                node,
                one -> one instanceof Node.Call call && Evaluator.UNKNOWN.contains(call.function())
                        || one instanceof Node.Name name && name.name().startsWith("\\"));
    }

    private boolean isOfIntegers(Node node) {
        return has(
                node,
                one -> one instanceof Node.Call call && OF_INTEGERS.contains(call.function())
                        || one instanceof Node.Power power
                                && exact.value(power.base())
                                        .filter(base -> base.numerator().signum() < 0)
                                        .isPresent()
                                && !variables(power.exponent()).isEmpty());
    }

    private Roundings roundings(Node left, Node right) {
        return new Roundings(left, right, digits);
    }

    private Verdict probe(Node left, Node right, boolean commonLogarithms) {
        Roundings roundings = roundings(left, right);
        Tally tally = new Tally();
        boolean imaginary = has(left, new Node.Name("i")::equals) || has(right, new Node.Name("i")::equals);
        for (Map<String, BigDecimal> point : points(left, right)) {
            Evaluator evaluator = new Evaluator(point, commonLogarithms, budget);
            Optional<Ball> one = value(evaluator, left);
            Optional<Ball> other = value(evaluator, right);
            if (one.isEmpty() || other.isEmpty()) {
                tally.missing(one.isPresent(), other.isPresent());
                continue;
            }
            Verdict here = at(one.get(), other.get(), roundings);
            if (tally.count(here, evaluator.leftTheReals() && !imaginary && !point.isEmpty())) {
                break;
            }
        }
        Verdict verdict =
                tally.verdict(variables(left).isEmpty() && variables(right).isEmpty() ? 1 : ENOUGH);
        boolean unknown = verdict == Verdict.DIFFERENT && (isUnknown(left) || isUnknown(right));
        return unknown ? Verdict.UNDECIDED : verdict;
    }

    private static Verdict at(Ball one, Ball other, Roundings roundings) {
        if (one.agrees(other)) {
            return one.isSharp() && other.isSharp() ? Verdict.EQUAL : Verdict.UNDECIDED;
        }
        return Verdict.of(roundings.accept(one, other));
    }

    private static Optional<Ball> value(Evaluator evaluator, Node node) {
        try {
            return Optional.of(evaluator.value(node));
        } catch (ArithmeticException e) { // no value at this point
            return Optional.empty();
        }
    }

    /** Points to compare at; a single one without coordinates where there are no variables. */
    private List<Map<String, BigDecimal>> points(Node left, Node right) {
        SortedSet<String> names = variables(left);
        names.addAll(variables(right));
        if (names.isEmpty()) {
            return List.of(Map.of());
        }
        boolean integers = isOfIntegers(left) || isOfIntegers(right);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, BigDecimal>> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            Map<String, BigDecimal> point = new HashMap<>();
            for (String name : names) {
                point.put(name, coordinate(random, integers ? 2 : i % 3));
            }
            points.add(point);
        }
        return points;
    }

    private static BigDecimal coordinate(SplittableRandom random, int kind) {
        int millionths = random.nextInt(200_000, 3_000_000);
        BigDecimal positive = BigDecimal.valueOf(millionths, 6);
        return switch (kind) {
            case 0 -> positive;
            case 1 -> random.nextBoolean() ? positive : positive.negate();
            default -> BigDecimal.valueOf(1 + millionths % 60);
        };
    }

    /**
     * Whether one formula is a constant multiple of another, other than by 0: the equations that say that they are 0 are the
     * same. The sign of the multiple if it is real.
     */
    public Optional<Integer> multiple(Node left, Node right) {
        Ball first = null;
        Ball second = null;
        int sign = 0;
        int agreed = 0;
        for (Map<String, BigDecimal> point : points(left, right)) {
            Evaluator evaluator = new Evaluator(point, false, budget);
            Optional<Ball> one = value(evaluator, left);
            Optional<Ball> other = value(evaluator, right);
            if (one.isEmpty() || other.isEmpty() || evaluator.leftTheReals()) {
                continue;
            }
            if (first == null || second == null) {
                boolean useful = !one.get().isZero() && !other.get().isZero();
                first = useful ? one.get() : null;
                second = useful ? other.get() : null;
                sign = one.get().re().signum() * other.get().re().signum();
            } else if (one.get().times(second).agrees(other.get().times(first))
                    || roundings(left, right)
                            .accept(one.get().times(second), other.get().times(first))) {
                agreed++;
            } else {
                return Optional.empty();
            }
        }
        return agreed >= ENOUGH ? Optional.of(sign) : Optional.empty();
    }

    /** The value of a formula without variables that is real, for an order; empty for any other. */
    public Optional<BigDecimal> real(Node node) {
        OptionalInt infinite = infinity(node);
        if (infinite.isPresent()) {
            return Optional.of(new BigDecimal(BigInteger.valueOf(infinite.getAsInt()), -9_999_999));
        }
        return variables(node).isEmpty()
                ? value(new Evaluator(Map.of(), false, budget), node)
                        .filter(Ball::isReal)
                        .map(Ball::re)
                : Optional.empty();
    }
}
