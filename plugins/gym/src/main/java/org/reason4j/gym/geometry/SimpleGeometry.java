package org.reason4j.gym.geometry;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;
import org.reason4j.gym.Words;

/** The last interior angle of a polygon, whose others are known. */
public record SimpleGeometry(List<BigDecimal> known) implements Problem {

    public SimpleGeometry {
        known = List.copyOf(known);
    }

    @Override
    public String question() {
        return "A convex polygon has " + (known.size() + 1) + " corners. All but one of its interior angles measure "
                + Words.row(
                        known.stream().map(angle -> angle.toPlainString() + "°").collect(Collectors.toList()))
                + ". How many degrees does the remaining one measure? Answer with the number alone.";
    }

    private BigDecimal remaining() {
        return known.stream().reduce(BigDecimal.valueOf(180L * (known.size() - 1)), BigDecimal::subtract);
    }

    @Override
    public String answer() {
        return remaining().toPlainString();
    }

    @Override
    public boolean accepts(String answer) {
        BigDecimal right = remaining();
        return Answers.decimal(answer.replaceFirst("°\\s*+$", ""))
                .filter(given -> given.compareTo(right) == 0)
                .isPresent();
    }

    /** Digits of the known angles. */
    @Override
    public double work() {
        return known.stream().mapToInt(BigDecimal::precision).sum();
    }
}
