package org.reason4j.gym.algebra;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Rational;
import org.reason4j.gym.formula.Polynomial;

/** A linear equation in one variable with one solution. */
public record SimpleEquations(String left, String right, char variable) implements Problem {

    private static Polynomial side(String side) {
        return Polynomial.of(side).orElseThrow();
    }

    private Rational solution() {
        Polynomial difference = side(left).plus(side(right).times(Rational.of(-1)));
        return difference.coefficient(variable, 0).negated().over(difference.coefficient(variable, 1));
    }

    @Override
    public String question() {
        return "Which number is " + variable + " if " + left + " = " + right + "? Answer with the number alone.";
    }

    @Override
    public String answer() {
        return solution().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.rational(answer).filter(solution()::equals).isPresent();
    }

    /** Digits of both sides, and one for each variable. */
    @Override
    public double work() {
        return (left + right).chars().filter(Character::isLetterOrDigit).count();
    }
}
