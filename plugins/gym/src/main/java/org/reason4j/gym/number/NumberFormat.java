package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** Numbers in several notations, of which the largest or the smallest is wanted. */
public record NumberFormat(List<String> candidates, boolean largest) implements Problem {

    public NumberFormat {
        candidates = List.copyOf(candidates);
    }

    @Override
    public String question() {
        return "Which of these numbers is the " + (largest ? "largest" : "smallest") + "? "
                + String.join("   ", candidates) + "\nAnswer with that number alone, in any notation.";
    }

    @Override
    public String answer() {
        Comparator<String> order = Comparator.comparing(NumberFormat::value);
        return candidates.stream().max(largest ? order : order.reversed()).orElseThrow();
    }

    private static BigDecimal value(String candidate) {
        return Answers.decimal(candidate).orElseThrow();
    }

    @Override
    public boolean accepts(String answer) {
        BigDecimal right = value(answer());
        return Answers.decimal(answer)
                .filter(given -> given.compareTo(right) == 0)
                .isPresent();
    }

    /** Digits that are compared: for each candidate those up to the one in which it differs from the answer. */
    @Override
    public double work() {
        BigDecimal right = value(answer());
        double work = 0;
        for (String candidate : candidates) {
            BigDecimal gap = value(candidate).subtract(right).abs();
            int same = gap.signum() == 0 ? 0 : magnitude(right) - magnitude(gap);
            work += 1 + Math.max(0, same);
        }
        return work;
    }

    private static int magnitude(BigDecimal number) {
        return number.precision() - number.scale();
    }
}
