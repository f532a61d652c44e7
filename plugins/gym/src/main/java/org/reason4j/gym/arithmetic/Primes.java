package org.reason4j.gym.arithmetic;

import java.util.ArrayList;
import java.util.List;

/** Prime numbers by trial division. */
final class Primes {

    private Primes() {}

    static boolean isPrime(long number) {
        return number > 1 && smallestFactor(number) == number;
    }

    /** The smallest factor above 1 of a number above 1. */
    static long smallestFactor(long number) {
        for (long factor = 2; factor * factor <= number; factor += factor == 2 ? 1 : 2) {
            if (number % factor == 0) {
                return factor;
            }
        }
        return number;
    }

    /** The prime factors of a number above 1, from the smallest on, each as often as it divides. */
    static List<Long> factors(long number) {
        List<Long> factors = new ArrayList<>();
        for (long rest = number; rest > 1; rest /= factors.get(factors.size() - 1)) {
            factors.add(smallestFactor(rest));
        }
        return factors;
    }
}
