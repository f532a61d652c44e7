package org.reason4j.gym.algebra;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Rational;

/**
 * The different real roots of a polynomial, by Sturm's theorem: the number of roots in {@code (a, b]} is the number of changes of sign
 * in Sturm's sequence at {@code a} less that at {@code b}.
 */
final class RealRoots {

    private final List<List<Rational>> sequence = new ArrayList<>();

    /** Of the polynomial with these coefficients, the constant one first and the last not 0; not of the zero polynomial. */
    RealRoots(List<Rational> coefficients) {
        List<Rational> common = build(coefficients);
        if (common.size() > 1) { // roots that occur several times: without their repetitions
            sequence.clear();
            build(divided(coefficients, common, new ArrayList<>()));
        }
    }

    /** Builds Sturm's sequence and returns its last element, which is the greatest common divisor with the derivative. */
    private List<Rational> build(List<Rational> coefficients) {
        List<Rational> first = coefficients;
        List<Rational> second = derivative(coefficients);
        sequence.add(first);
        while (!second.isEmpty()) {
            sequence.add(second);
            List<Rational> rest = new ArrayList<>();
            divided(first, second, rest);
            first = second;
            second = rest.stream().map(Rational::negated).toList();
        }
        return first;
    }

    private static List<Rational> derivative(List<Rational> coefficients) {
        List<Rational> derivative = new ArrayList<>();
        for (int i = 1; i < coefficients.size(); i++) {
            derivative.add(coefficients.get(i).times(Rational.of(i)));
        }
        return derivative;
    }

    /** The quotient of two polynomials, whose remainder is added to {@code rest}. */
    private static List<Rational> divided(List<Rational> dividend, List<Rational> divisor, List<Rational> rest) {
        rest.addAll(dividend);
        List<Rational> quotient = new ArrayList<>();
        for (int shift = dividend.size() - divisor.size(); shift >= 0; shift--) {
            Rational factor = rest.remove(rest.size() - 1).over(divisor.get(divisor.size() - 1));
            quotient.add(0, factor);
            for (int i = 0; i < divisor.size() - 1; i++) {
                rest.set(shift + i, rest.get(shift + i).minus(factor.times(divisor.get(i))));
            }
        }
        while (!rest.isEmpty() && rest.get(rest.size() - 1).isZero()) {
            rest.remove(rest.size() - 1);
        }
        return quotient;
    }

    private static Rational at(List<Rational> coefficients, Rational x) {
        Rational value = Rational.ZERO;
        for (int i = coefficients.size() - 1; i >= 0; i--) {
            value = value.times(x).plus(coefficients.get(i));
        }
        return value;
    }

    private int changes(Rational x) {
        int changes = 0;
        int before = 0;
        for (List<Rational> one : sequence) {
            int sign = at(one, x).numerator().signum();
            if (sign != 0) {
                changes += before != 0 && sign != before ? 1 : 0;
                before = sign;
            }
        }
        return changes;
    }

    /** The number of different roots above {@code low} and up to {@code high}. */
    private int count(Rational low, Rational high) {
        return changes(low) - changes(high);
    }

    /** The number of different roots. */
    int count() {
        return count(bound().negated(), bound());
    }

    /** True if the root with that index, 0 for the smallest, lies within a distance of a number. */
    boolean isNear(int index, Rational number, Rational distance) {
        Rational low = number.minus(distance);
        Rational lowest = bound().negated().plus(low.abs().negated());
        int below = count(lowest, low) - (at(sequence.get(0), low).isZero() ? 1 : 0);
        return below <= index && count(lowest, number.plus(distance)) > index;
    }

    /** Every root lies between the negative of this number and it (Cauchy's bound). */
    private Rational bound() {
        List<Rational> all = sequence.get(0);
        Rational largest = Rational.ZERO;
        for (Rational one : all.subList(0, all.size() - 1)) {
            Rational size = one.over(all.get(all.size() - 1)).abs();
            largest = size.compareTo(largest) > 0 ? size : largest;
        }
        return largest.plus(Rational.ONE);
    }

    /** The roots from the smallest on, each rounded to so many places. */
    List<BigDecimal> rounded(int places) {
        List<BigDecimal> roots = new ArrayList<>();
        collect(bound().negated(), bound(), places, roots);
        return roots;
    }

    private void collect(Rational low, Rational high, int places, List<BigDecimal> roots) {
        int count = count(low, high);
        if (count == 0) {
            return;
        }
        boolean narrow = high.minus(low).compareTo(Rational.of(BigDecimal.valueOf(1, places + 30))) < 0;
        boolean equal = low.rounded(places).compareTo(high.rounded(places)) == 0;
        if (count == 1 && (equal || narrow)) { // narrow: the root lies half-way between two roundings
            roots.add(high.rounded(places));
            return;
        }
        Rational middle = low.plus(high).over(Rational.of(2));
        collect(low, middle, places, roots);
        collect(middle, high, places, roots);
    }
}
