package org.reason4j.gym.formula;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.gym.Rational;

/**
 * A polynomial in variables of one letter with rational coefficients.
 *
 * @param terms coefficients, none of them 0, by the product of variables that they stand before, such as {@code xxy} for {@code x²y}
 */
public record Polynomial(Map<String, Rational> terms) {

    private static final int MOST_TERMS = 2_000;
    private static final int LARGEST_DEGREE = 100;
    private static final int MOST_BITS = 4_000; // of a coefficient

    /** The highest power of the first letters first. */
    private static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    /** Works out formulas of polynomials. */
    public static final Arithmetic<Polynomial> ARITHMETIC = new PolynomialArithmetic(false);

    /** As {@link #ARITHMETIC}, for formulas that are worked out already: no products of sums and no like terms. */
    public static final Arithmetic<Polynomial> EXPANDED = new PolynomialArithmetic(true);

    public Polynomial {
        Map<String, Rational> sorted = new TreeMap<>(ORDER);
        terms.forEach((variables, coefficient) -> {
            if (!coefficient.isZero()) {
                sorted.put(variables, coefficient);
            }
        });
        if (sorted.size() > MOST_TERMS) {
            throw new ArithmeticException("More than " + MOST_TERMS + " terms");
        }
        terms = Collections.unmodifiableMap(sorted);
    }

    /** The polynomial of a formula; nothing where it is none. */
    public static Optional<Polynomial> of(String formula) {
        return Formula.value(formula, ARITHMETIC);
    }

    /** One term. */
    static Polynomial of(String variables, Rational coefficient) {
        return new Polynomial(Map.of(variables, coefficient));
    }

    public static Polynomial of(Rational number) {
        return of("", number);
    }

    public Polynomial plus(Polynomial other) {
        Map<String, Rational> sum = new TreeMap<>(terms);
        other.terms.forEach((variables, coefficient) -> sum.merge(variables, coefficient, Rational::plus));
        return new Polynomial(sum);
    }

    public Polynomial times(Polynomial other) {
        if ((long) terms.size() * other.terms.size() > 4L * MOST_TERMS) {
            throw new ArithmeticException("A product of too many terms");
        }
        Map<String, Rational> product = new TreeMap<>();
        terms.forEach((mine, one) -> other.terms.forEach((theirs, two) -> {
            Rational coefficient = one.times(two);
            if (mine.length() + theirs.length() > LARGEST_DEGREE
                    || coefficient.numerator().bitLength() > MOST_BITS
                    || coefficient.denominator().bitLength() > MOST_BITS) {
                throw new ArithmeticException("Too large a term");
            }
            product.merge(sorted(mine + theirs), coefficient, Rational::plus);
        }));
        return new Polynomial(product);
    }

    private static String sorted(String variables) {
        return variables
                .chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The polynomial times a number. */
    public Polynomial times(Rational number) {
        return times(of(number));
    }

    /** The derivative by a variable. */
    public Polynomial derivative(char variable) {
        Polynomial sum = new Polynomial(Map.of());
        for (Map.Entry<String, Rational> term : terms.entrySet()) {
            int place = term.getKey().indexOf(variable);
            if (place >= 0) {
                long power = term.getKey().chars().filter(c -> c == variable).count();
                String rest =
                        new StringBuilder(term.getKey()).deleteCharAt(place).toString();
                sum = sum.plus(of(rest, term.getValue().times(Rational.of(power))));
            }
        }
        return sum;
    }

    /** The coefficient of a power of the only variable. */
    public Rational coefficient(char variable, int power) {
        return terms.getOrDefault(String.valueOf(variable).repeat(power), Rational.ZERO);
    }

    /** The largest number of variables of a term, 0 for a number. */
    public int degree() {
        return terms.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** The number that the polynomial is, where it has no variable. */
    Optional<Rational> number() {
        return degree() > 0 ? Optional.empty() : Optional.of(terms.getOrDefault("", Rational.ZERO));
    }

    /** As {@code 3*x^2*y - x + 1/2}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        terms.forEach((variables, coefficient) -> {
            boolean negative = coefficient.numerator().signum() < 0;
            text.append(text.isEmpty() ? (negative ? "-" : "") : negative ? " - " : " + ");
            Rational size = coefficient.abs();
            boolean one = size.numerator().equals(BigInteger.ONE) && size.isWhole() && !variables.isEmpty();
            text.append(one ? "" : size.toString())
                    .append(one || variables.isEmpty() ? "" : "*")
                    .append(powers(variables));
        });
        return text.isEmpty() ? "0" : text.toString();
    }

    private static String powers(String variables) {
        StringBuilder text = new StringBuilder();
        for (int i = 0, end; i < variables.length(); i = end) {
            end = variables.lastIndexOf(variables.charAt(i)) + 1;
            text.append(i == 0 ? "" : "*").append(variables.charAt(i)).append(end - i == 1 ? "" : "^" + (end - i));
        }
        return text.toString();
    }
}
