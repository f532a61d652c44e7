package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import java.util.stream.LongStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Multiplies prime numbers.
 *
 * @param factors how many, 2 to 6
 * @param largest bound of each, 5 to 1000
 */
public record PrimeFactorizationGenerator(int factors, int largest) implements Generator {

    public PrimeFactorizationGenerator {
        range("factors", factors, 2, 6);
        range("largest", largest, 5, 1000);
    }

    @Override
    public PrimeFactorization problem(Draws draws) {
        var primes = LongStream.rangeClosed(2, largest)
                .filter(Primes::isPrime)
                .boxed()
                .toList();
        long number = 1;
        for (int i = 0; i < factors; i++) {
            number *= draws.pick(primes);
        }
        return new PrimeFactorization(number);
    }
}
