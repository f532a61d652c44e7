package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;

/** A fraction of positive integers, wanted in lowest terms. */
public record FractionSimplification(long numerator, long denominator) implements Problem {

    @Override
    public String question() {
        return "Reduce the fraction " + numerator + "/" + denominator + " to lowest terms. Answer in the form a/b.";
    }

    private Rational reduced() {
        return Rational.of(numerator, denominator);
    }

    @Override
    public String answer() {
        return reduced().numerator() + "/" + reduced().denominator();
    }

    @Override
    public boolean accepts(String answer) {
        List<BigDecimal> right = List.of(
                new BigDecimal(reduced().numerator()), new BigDecimal(reduced().denominator()));
        return Answers.parts(answer).filter(right::equals).isPresent();
    }

    /** Digits of numerator and denominator. */
    @Override
    public double work() {
        return Long.toString(numerator).length() + Long.toString(denominator).length();
    }
}
