package org.reason4j.reward.rulebased.math.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import org.reason4j.reward.rulebased.Rational;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;

/** A text that formulas of equal value share. */
public final class Fingerprint {

    private static final MathContext SHOWN = new MathContext(20);
    private static final int POINTS = 2;
    private static final long SEED = 0x766f7465;

    private final Budget budget;
    private final Exact exact;
    private final Formulas formulas;

    public Fingerprint(Budget budget) {
        this.budget = budget;
        this.exact = new Exact(budget);
        this.formulas = new Formulas(0, budget);
    }

    /** A fraction, 20 digits, or variables with the values at two points; empty where there is no value. */
    public Optional<String> of(Node node) {
        Optional<String> fraction = exact.value(node).map(Fingerprint::text);
        return fraction.isPresent() ? fraction : atPoints(node);
    }

    private static String text(Rational number) {
        Rational lowest = number.reduced();
        boolean integer = lowest.denominator().equals(BigInteger.ONE);
        return integer ? lowest.numerator().toString() : lowest.numerator() + "/" + lowest.denominator();
    }

    private Optional<String> atPoints(Node node) {
        SortedSet<String> names = formulas.variables(node);
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder text = new StringBuilder(names.isEmpty() ? "" : "of " + String.join(", ", names) + ": ");
        for (int i = 0; i < (names.isEmpty() ? 1 : POINTS); i++) {
            Map<String, BigDecimal> point = new HashMap<>();
            names.forEach(name -> point.put(name, BigDecimal.valueOf(random.nextInt(2, 9))));
            try {
                text.append(i == 0 ? "" : "; ").append(shown(new Evaluator(point, false, budget).value(node)));
            } catch (ArithmeticException e) { // no value at this point
                return infinite(node);
            }
        }
        return Optional.of(text.toString());
    }

    private Optional<String> infinite(Node node) {
        return formulas.variables(node).isEmpty()
                ? formulas.real(node).map(value -> value.signum() > 0 ? "infinity" : "-infinity")
                : Optional.empty();
    }

    private static String shown(Ball value) {
        String re = digits(value.re(), value);
        return value.isReal() ? re : re + " + " + digits(value.im(), value) + "i";
    }

    private static String digits(BigDecimal part, Ball value) {
        boolean zero = part.abs().compareTo(value.error()) <= 0;
        return zero ? "0" : part.round(SHOWN).stripTrailingZeros().toString();
    }
}
