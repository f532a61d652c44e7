package org.reason4j.gym.everyday;

import static org.reason4j.gym.Knobs.range;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.everyday.TimeIntervals.Form;

/**
 * Makes two moments of the years 2000 to 2199.
 *
 * @param forms of times, from minutes within a day to milliseconds, 2 to 6
 * @param days largest distance of two dates, 3 to 10000
 * @param zones share of moments with dates that are told in different time zones, 0 to 1
 */
public record TimeIntervalsGenerator(int forms, int days, double zones) implements Generator {

    public TimeIntervalsGenerator {
        range("forms", forms, 2, 6);
        range("days", days, 3, 10_000);
        range("zones", zones, 0, 1);
    }

    @Override
    public TimeIntervals problem(Draws draws) {
        Form form = Form.values()[draws.below(forms)];
        ChronoUnit unit = switch (form) {
            case MINUTES, DAYS_MINUTES -> ChronoUnit.MINUTES;
            case SECONDS, DAYS_SECONDS -> ChronoUnit.SECONDS;
            case MILLISECONDS -> ChronoUnit.MILLIS;
            case DAYS -> ChronoUnit.DAYS;
        };
        OffsetDateTime day =
                OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).plusDays(draws.below(200 * 365));
        boolean within = form == Form.MINUTES || form == Form.SECONDS || form == Form.MILLISECONDS;
        long most =
                ChronoUnit.DAYS.getDuration().toMillis() / unit.getDuration().toMillis();
        if (within) {
            long begin = draws.between(0, most - 2);
            return new TimeIntervals(day.plus(begin, unit), day.plus(draws.between(begin + 1, most - 1), unit), form);
        }
        OffsetDateTime start = day.plus(draws.between(0, most - 1), unit);
        OffsetDateTime end = start.plus(draws.between(1, days * most), unit);
        boolean abroad = form != Form.DAYS && draws.chance(zones);
        return abroad
                ? new TimeIntervals(zoned(start, draws), zoned(end, draws), form)
                : new TimeIntervals(start, end, form);
    }

    private static OffsetDateTime zoned(OffsetDateTime time, Draws draws) {
        return time.withOffsetSameInstant(ZoneOffset.ofHours(draws.between(-11, 12)));
    }
}
