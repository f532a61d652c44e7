package org.reason4j.gym.arithmetic;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** The product of integers. */
public record Products(List<Long> factors) implements Problem {

    public Products {
        factors = List.copyOf(factors);
    }

    @Override
    public String question() {
        return "Multiply " + factors.stream().map(String::valueOf).collect(Collectors.joining(" * "))
                + " and answer with the integer alone.";
    }

    private BigInteger product() {
        return factors.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    @Override
    public String answer() {
        return product().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.integer(answer).filter(product()::equals).isPresent();
    }

    /** Digits that are multiplied with digits, from left to right, and one for a sign. */
    @Override
    public double work() {
        double work = 0;
        BigInteger before = BigInteger.ONE;
        for (long factor : factors) {
            work += digits(before) * digits(BigInteger.valueOf(factor)) + (factor < 0 ? 1 : 0);
            before = before.multiply(BigInteger.valueOf(factor));
        }
        return work;
    }

    private static double digits(BigInteger number) {
        return number.abs().toString().length();
    }
}
