package org.reason4j.gym.number;

import static org.reason4j.gym.Knobs.range;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes numbers of eight digits, three of them behind the point, that begin alike.
 *
 * @param candidates how many, 2 to 12
 * @param same leading digits that all have in common, 0 to 6
 */
public record NumberFormatGenerator(int candidates, int same) implements Generator {

    private static final int DIGITS = 8;
    private static final int PLACES = 3;

    public NumberFormatGenerator {
        range("candidates", candidates, 2, 12);
        range("same", same, 0, 6);
    }

    @Override
    public NumberFormat problem(Draws draws) {
        long free = (long) Math.pow(10, DIGITS - same);
        long start = same == 0 ? 0 : draws.ofDigits(same) * free;
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < candidates) {
            long number = start + draws.between(same == 0 ? free / 10 : 0, free - 1);
            if (!numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return new NumberFormat(
                numbers.stream()
                        .map(number -> written(BigDecimal.valueOf(number, PLACES), draws))
                        .toList(),
                draws.chance(0.5));
    }

    private static String written(BigDecimal number, Draws draws) {
        return switch (draws.below(3)) {
            case 0 -> number.toPlainString();
            case 1 -> String.format(Locale.ROOT, "%,.3f", number);
            default -> String.format(Locale.ROOT, "%.7e", number);
        };
    }
}
