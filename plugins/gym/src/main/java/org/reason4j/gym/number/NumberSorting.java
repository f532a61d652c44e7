package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** Numbers to be put in order. */
public record NumberSorting(List<BigDecimal> numbers, boolean falling) implements Problem {

    public NumberSorting {
        numbers = List.copyOf(numbers);
    }

    /** Numbers between commas in square brackets. */
    static String list(List<BigDecimal> numbers) {
        return numbers.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(", ", "[", "]"));
    }

    /** True if an answer is a list of equal numbers in the same order. */
    static boolean isList(String answer, List<BigDecimal> right) {
        return Answers.decimals(answer)
                .filter(given -> given.size() == right.size())
                .filter(given -> {
                    for (int i = 0; i < right.size(); i++) {
                        if (given.get(i).compareTo(right.get(i)) != 0) {
                            return false;
                        }
                    }
                    return true;
                })
                .isPresent();
    }

    private List<BigDecimal> sorted() {
        Comparator<BigDecimal> order = Comparator.naturalOrder();
        return numbers.stream().sorted(falling ? order.reversed() : order).toList();
    }

    @Override
    public String question() {
        return "Sort these numbers from the " + (falling ? "largest to the smallest" : "smallest to the largest") + ": "
                + list(numbers) + ". Answer with the list in the same form.";
    }

    @Override
    public String answer() {
        return list(sorted());
    }

    @Override
    public boolean accepts(String answer) {
        return isList(answer, sorted());
    }

    /** Digits of all numbers, for each halving of the list. */
    @Override
    public double work() {
        return numbers.stream().mapToInt(BigDecimal::precision).sum() * Math.log(numbers.size());
    }
}
