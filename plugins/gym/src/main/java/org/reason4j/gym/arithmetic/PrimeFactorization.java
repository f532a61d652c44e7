package org.reason4j.gym.arithmetic;

import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** The prime factors of an integer above 1, in any order. */
public record PrimeFactorization(long number) implements Problem {

    @Override
    public String question() {
        return "Write " + number + " as a product of prime numbers, with × between them, such as 3 × 3 × 7 for 63.";
    }

    @Override
    public String answer() {
        return Primes.factors(number).stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }

    @Override
    public boolean accepts(String answer) {
        String text = Answers.stripped(answer);
        return Answers.each(List.of(text.split("\\s*+[×*xX·]\\s*+", -1)), Answers::integer)
                .map(given -> given.stream().sorted().map(String::valueOf).toList())
                .filter(Primes.factors(number).stream().map(String::valueOf).toList()::equals)
                .isPresent();
    }

    /** Trial divisions, up to each factor and for the last one up to its root. */
    @Override
    public double work() {
        List<Long> factors = Primes.factors(number);
        long last = factors.get(factors.size() - 1);
        double before = factors.size() > 1 ? factors.get(factors.size() - 2) : 1;
        return factors.size() + Math.max(before, Math.sqrt(last));
    }
}
