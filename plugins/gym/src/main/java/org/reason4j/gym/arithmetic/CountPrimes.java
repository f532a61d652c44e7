package org.reason4j.gym.arithmetic;

import java.util.stream.LongStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** The number of primes from {@code first} to {@code last}, both included. */
public record CountPrimes(int first, int last) implements Problem {

    @Override
    public String question() {
        return "How many prime numbers are there from " + first + " to " + last
                + ", both ends included? Answer with the number alone.";
    }

    private long count() {
        return LongStream.rangeClosed(first, last).filter(Primes::isPrime).count();
    }

    @Override
    public String answer() {
        return Long.toString(count());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, count());
    }

    /** Trial divisions up to the root of each number. */
    @Override
    public double work() {
        return LongStream.rangeClosed(first, last)
                .mapToDouble(number -> Primes.isPrime(number) ? Math.sqrt(number) : Primes.smallestFactor(number))
                .sum();
    }
}
