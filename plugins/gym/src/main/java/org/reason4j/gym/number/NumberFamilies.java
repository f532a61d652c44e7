package org.reason4j.gym.number;

import java.util.List;
import org.reason4j.gym.Family;

/** Families about fractions, decimal and complex numbers, and lists of numbers. */
public final class NumberFamilies {

    private static final List<Family> ALL = List.of(
            new Family(
                    "chain-sum",
                    "Sums and differences of integers",
                    List.of(
                            new ChainSumGenerator(2, 2, 0),
                            new ChainSumGenerator(3, 3, 0.1),
                            new ChainSumGenerator(6, 4, 0.3))),
            new Family(
                    "decimal-chain-sum",
                    "Sums and differences of decimal numbers",
                    List.of(
                            new DecimalChainSumGenerator(2, 1, 1, 0),
                            new DecimalChainSumGenerator(3, 2, 2, 0.1),
                            new DecimalChainSumGenerator(6, 4, 4, 0.3))),
            new Family(
                    "decimal-arithmetic",
                    "An expression of decimal numbers, rounded at the end",
                    List.of(
                            new DecimalArithmeticGenerator(2, 1),
                            new DecimalArithmeticGenerator(3, 2),
                            new DecimalArithmeticGenerator(6, 4))),
            new Family(
                    "fraction-simplification",
                    "A fraction in lowest terms",
                    List.of(
                            new FractionSimplificationGenerator(20, 9),
                            new FractionSimplificationGenerator(200, 50),
                            new FractionSimplificationGenerator(20_000, 1000))),
            new Family(
                    "complex-arithmetic",
                    "One operation on two complex numbers",
                    List.of(
                            new ComplexArithmeticGenerator(9, 0.2),
                            new ComplexArithmeticGenerator(20, 0.5),
                            new ComplexArithmeticGenerator(100, 0.8))),
            new Family(
                    "power-function",
                    "A power of a decimal number to three significant digits",
                    List.of(
                            new PowerFunctionGenerator(2, 3),
                            new PowerFunctionGenerator(3, 6),
                            new PowerFunctionGenerator(6, 12))),
            new Family(
                    "number-sorting",
                    "Numbers in order",
                    List.of(
                            new NumberSortingGenerator(4, 2, 0),
                            new NumberSortingGenerator(8, 3, 1),
                            new NumberSortingGenerator(16, 5, 3))),
            new Family(
                    "number-filtering",
                    "The numbers of a list on one side of a bound",
                    List.of(
                            new NumberFilteringGenerator(4, 2, 0),
                            new NumberFilteringGenerator(8, 3, 1),
                            new NumberFilteringGenerator(16, 5, 3))),
            new Family(
                    "number-format",
                    "The largest or smallest of numbers in several notations",
                    List.of(
                            new NumberFormatGenerator(2, 0),
                            new NumberFormatGenerator(4, 3),
                            new NumberFormatGenerator(8, 6))));

    private NumberFamilies() {}

    public static List<Family> all() {
        return ALL;
    }
}
