package org.reason4j.gym.algebra;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Polynomial;

/** The different real solutions of an equation {@code polynomial = 0} in one variable, rounded to four places, in any order. */
public record PolynomialEquations(String polynomial, char variable) implements Problem {

    private static final int PLACES = 4;
    private static final String NO_ROOTS = "none";

    private RealRoots roots() {
        Polynomial parsed = Polynomial.of(polynomial).orElseThrow();
        List<Rational> coefficients = new ArrayList<>();
        for (int power = 0; power <= parsed.degree(); power++) {
            coefficients.add(parsed.coefficient(variable, power));
        }
        return new RealRoots(coefficients);
    }

    @Override
    public String question() {
        return "Find every real number " + variable + " with " + polynomial
                + " = 0. Answer with the different solutions, rounded to "
                + "four decimal places, with commas between them, or with none if there is no solution.";
    }

    @Override
    public String answer() {
        List<BigDecimal> roots = roots().rounded(PLACES);
        return roots.isEmpty()
                ? NO_ROOTS
                : roots.stream()
                        .map(root -> root.setScale(PLACES).toPlainString())
                        .collect(Collectors.joining(", "));
    }

    @Override
    public boolean accepts(String answer) {
        RealRoots roots = roots();
        int count = roots.count();
        String text = Answers.stripped(answer);
        if (count == 0 || text.equals(NO_ROOTS)) {
            return count == 0 && text.equals(NO_ROOTS);
        }
        Optional<List<BigDecimal>> given = Answers.decimals(text);
        return given.isPresent() && given.get().size() == count && isEach(given.get(), roots);
    }

    /** True if the numbers, in order, lie within half a unit of the fourth place of the roots, in order. */
    private static boolean isEach(List<BigDecimal> given, RealRoots roots) {
        Rational half = Rational.of(BigDecimal.valueOf(5, PLACES + 1));
        List<Rational> sorted = given.stream().map(Rational::of).sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            if (!roots.isNear(i, sorted.get(i), half)) {
                return false;
            }
        }
        return true;
    }

    /** Digits of the coefficients, times the degree. */
    @Override
    public double work() {
        Polynomial parsed = Polynomial.of(polynomial).orElseThrow();
        int digits = parsed.terms().values().stream()
                .mapToInt(one -> one.numerator().abs().toString().length())
                .sum();
        return digits * (double) parsed.degree();
    }
}
