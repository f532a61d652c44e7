package org.reason4j.gym.algebra;

import java.util.List;
import org.reason4j.gym.Family;

/** Families about equations, polynomials and their integrals. */
public final class AlgebraFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "simple-equations",
                    "A linear equation",
                    List.of(
                            new SimpleEquationsGenerator(2, 10),
                            new SimpleEquationsGenerator(3, 30),
                            new SimpleEquationsGenerator(6, 200))),
            new Family(
                    "polynomial-equations",
                    "The real roots of a polynomial",
                    List.of(
                            new PolynomialEquationsGenerator(1, 20),
                            new PolynomialEquationsGenerator(2, 50),
                            new PolynomialEquationsGenerator(3, 100))),
            new Family(
                    "polynomial-multiplication",
                    "A product of polynomials as a sum",
                    List.of(
                            new PolynomialMultiplicationGenerator(2, 2, 9, 1),
                            new PolynomialMultiplicationGenerator(2, 3, 20, 2),
                            new PolynomialMultiplicationGenerator(3, 4, 100, 3))),
            new Family(
                    "simple-integration",
                    "An antiderivative of a polynomial",
                    List.of(
                            new SimpleIntegrationGenerator(2, 3, 10),
                            new SimpleIntegrationGenerator(3, 6, 30),
                            new SimpleIntegrationGenerator(6, 12, 200))));

    private AlgebraFamilies() {}

    public static List<Family> all() {
        return ALL;
    }
}
