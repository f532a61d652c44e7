package org.reason4j.gym.arithmetic;

import java.util.List;
import org.reason4j.gym.Family;

/** Families about whole numbers. */
public final class ArithmeticFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "gcd",
                    "The greatest common divisor of integers",
                    List.of(new GcdGenerator(2, 2), new GcdGenerator(3, 3), new GcdGenerator(5, 5))),
            new Family(
                    "lcm",
                    "The least common multiple of integers",
                    List.of(new LcmGenerator(2, 50), new LcmGenerator(3, 100), new LcmGenerator(5, 200))),
            new Family(
                    "prime-factorization",
                    "The prime factors of an integer",
                    List.of(
                            new PrimeFactorizationGenerator(3, 50),
                            new PrimeFactorizationGenerator(4, 100),
                            new PrimeFactorizationGenerator(5, 300))),
            new Family(
                    "count-primes",
                    "The number of primes in a range",
                    List.of(
                            new CountPrimesGenerator(100, 40),
                            new CountPrimesGenerator(1000, 60),
                            new CountPrimesGenerator(20_000, 100))),
            new Family(
                    "count-bits",
                    "The number of ones in a binary number",
                    List.of(new CountBitsGenerator(10), new CountBitsGenerator(20), new CountBitsGenerator(40))),
            new Family(
                    "base-conversion",
                    "A number of one base in another base",
                    List.of(
                            new BaseConversionGenerator(2, 10),
                            new BaseConversionGenerator(3, 16),
                            new BaseConversionGenerator(6, 36))),
            new Family(
                    "bitwise-arithmetic",
                    "Sums, products and shifts of hexadecimal integers",
                    List.of(
                            new BitwiseArithmeticGenerator(1, 2),
                            new BitwiseArithmeticGenerator(2, 3),
                            new BitwiseArithmeticGenerator(4, 5))),
            new Family(
                    "basic-arithmetic",
                    "An expression with brackets and divisions without remainder",
                    List.of(
                            new BasicArithmeticGenerator(3, 1, 0),
                            new BasicArithmeticGenerator(5, 2, 0.2),
                            new BasicArithmeticGenerator(8, 3, 0.4))),
            new Family(
                    "products",
                    "The product of integers",
                    List.of(
                            new ProductsGenerator(2, 2, 0),
                            new ProductsGenerator(2, 3, 0.2),
                            new ProductsGenerator(3, 5, 0.4))));

    private ArithmeticFamilies() {}

    public static List<Family> all() {
        return ALL;
    }
}
