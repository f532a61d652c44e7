package org.reason4j.gym.everyday;

import static org.reason4j.gym.Knobs.range;

import java.time.DayOfWeek;
import java.time.LocalDate;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes dates of the years 1900 to 2199.
 *
 * @param days largest distance of two dates, 10 to 10000
 * @param kinds of questions, from leap years to weekdays of dates, 1 to 6
 */
public record CalendarArithmeticGenerator(int days, int kinds) implements Generator {

    public CalendarArithmeticGenerator {
        range("days", days, 10, 10_000);
        range("kinds", kinds, 2, 6);
    }

    @Override
    public CalendarArithmetic problem(Draws draws) {
        LocalDate start = LocalDate.of(1900, 1, 1).plusDays(draws.below(300 * 365));
        return new CalendarArithmetic(
                CalendarArithmetic.Asked.values()[draws.below(kinds)],
                start,
                start.plusDays(draws.between(1, days)),
                DayOfWeek.of(draws.between(1, 7)),
                draws.between(1, 5));
    }
}
