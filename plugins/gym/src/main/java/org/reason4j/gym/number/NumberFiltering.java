package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.util.List;
import org.reason4j.gym.Problem;

/** A list of numbers of which those on one side of a bound are kept. */
public record NumberFiltering(List<BigDecimal> numbers, BigDecimal bound, boolean keepLarger, boolean toldAsRemoval)
        implements Problem {

    public NumberFiltering {
        numbers = List.copyOf(numbers);
    }

    @Override
    public String question() {
        String what = toldAsRemoval
                ? "Leave out every number that is " + (keepLarger ? "less" : "greater") + " than "
                        + bound.toPlainString()
                : "Keep only the numbers that are " + (keepLarger ? "greater" : "less") + " than "
                        + bound.toPlainString();
        return what + " in the list " + NumberSorting.list(numbers)
                + ". Answer with the list in the same form and order, [] if nothing is left.";
    }

    private List<BigDecimal> kept() {
        return numbers.stream()
                .filter(number -> {
                    int side = number.compareTo(bound) * (keepLarger ? 1 : -1);
                    return toldAsRemoval ? side >= 0 : side > 0;
                })
                .toList();
    }

    @Override
    public String answer() {
        return NumberSorting.list(kept());
    }

    @Override
    public boolean accepts(String answer) {
        return NumberSorting.isList(answer, kept());
    }

    /** Digits of all numbers. */
    @Override
    public double work() {
        return numbers.stream().mapToInt(BigDecimal::precision).sum();
    }
}
