package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.number.ComplexArithmetic.Complex;

/**
 * Makes two complex numbers and an operation with integer results.
 *
 * @param largest size of each part, 3 to 1000
 * @param products share of products and quotients, the others are sums and differences, 0 to 1
 */
public record ComplexArithmeticGenerator(int largest, double products) implements Generator {

    public ComplexArithmeticGenerator {
        range("largest", largest, 3, 1000);
        range("products", products, 0, 1);
    }

    @Override
    public ComplexArithmetic problem(Draws draws) {
        Complex one = number(draws);
        Complex other = number(draws);
        boolean product = draws.chance(products);
        boolean inverse = draws.chance(0.5);
        if (!product) {
            return new ComplexArithmetic(one, inverse ? '-' : '+', other);
        }
        return inverse ? new ComplexArithmetic(one.times(other), '/', other) : new ComplexArithmetic(one, '*', other);
    }

    private Complex number(Draws draws) {
        int real = draws.between(-largest, largest);
        int imaginary = draws.between(-largest, largest);
        return Complex.of(real, imaginary == 0 ? 1 : imaginary);
    }
}
