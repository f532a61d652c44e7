package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.gym.Outside.Deviation;
import org.reason4j.gym.everyday.Aiw;
import org.reason4j.gym.everyday.CalendarArithmetic;
import org.reason4j.gym.everyday.CalendarArithmetic.Asked;
import org.reason4j.gym.everyday.CoinFlip;
import org.reason4j.gym.everyday.Dice;
import org.reason4j.gym.everyday.LegCounting;
import org.reason4j.gym.everyday.TimeIntervals;
import org.reason4j.gym.everyday.TimeIntervals.Form;

/** Outside items of everyday life. */
final class EverydayItems {

    private static final Map<String, Asked> ASKED = Map.of(
            "is_leap_year", Asked.LEAP_YEAR,
            "count_days", Asked.COUNT_WEEKDAY,
            "weekday_of_date", Asked.WEEKDAY,
            "weekday_of_date_from_first_date", Asked.WEEKDAY_FROM,
            "count_business_days", Asked.BUSINESS_DAYS,
            "recurring_event_day", Asked.NTH_WEEKDAY);

    private static final Map<String, Form> FORMS = Map.of(
            "HH:MM", Form.MINUTES,
            "HH:MM:SS", Form.SECONDS,
            "HH:MM:SS.mmm", Form.MILLISECONDS,
            "D days", Form.DAYS,
            "D days, HH:MM", Form.DAYS_MINUTES,
            "D days, HH:MM:SS", Form.DAYS_SECONDS);

    private EverydayItems() {}

    static Theme theme() {
        return new Theme(
                Map.ofEntries(
                        Map.entry("leg_counting", Outside.of(EverydayItems::legs)),
                        Map.entry("aiw", Outside.of(EverydayItems::people)),
                        Map.entry("calendar_arithmetic", Outside.of(EverydayItems::calendar)),
                        Map.entry(
                                "time_intervals",
                                Outside.of(
                                        EverydayItems::interval,
                                        new Deviation(
                                                "answer",
                                                text -> text.equals("03:48:22.070"),
                                                "binary floating point cost a millisecond: 18:49:32.156 less 15:01:10.085"
                                                        + " is 3:48:22.071"),
                                        new Deviation(
                                                "accept",
                                                text -> text.contains("3:48:22.070"),
                                                "forms of that answer"))),
                        Map.entry("dice", Outside.of(EverydayItems::dice)),
                        Map.entry(
                                "coin_flip",
                                Outside.of(item -> new CoinFlip(
                                        item.at("/metadata/num_trials").intValue(),
                                        item.at("/metadata/k_heads").intValue(),
                                        item.at("/metadata/problem_type")
                                                .textValue()
                                                .equals("at_least"))))),
                Set.of());
    }

    private static Problem legs(JsonNode item) {
        Map<String, String> plurals = Map.of(
                "butterfly",
                "butterflies",
                "firefly",
                "fireflies",
                "woodlouse",
                "woodlice",
                "leech",
                "leeches",
                "cockroach",
                "cockroaches",
                "praying mantis",
                "praying mantises");
        Set<String> alike = Set.of("deer", "sheep", "jellyfish", "starfish");
        List<LegCounting.Herd> herds = new ArrayList<>();
        item.at("/metadata/animals").fields().forEachRemaining(animal -> {
            String name = animal.getKey();
            herds.add(new LegCounting.Herd(
                    animal.getValue().intValue(),
                    alike.contains(name) ? name : plurals.getOrDefault(name, name + "s")));
        });
        return new LegCounting(herds);
    }

    private static Problem people(JsonNode item) {
        String question = item.path("question").textValue();
        int women = number("(\\d+) (?:sisters|female)", question);
        int men = number("(\\d+) (?:brothers|male)", question);
        return switch (item.at("/metadata/task_type").textValue()) {
            case "siblings" -> new Aiw(Aiw.Told.BROTHER, "A", "B", women, men, 0);
            case "friends" -> new Aiw(Aiw.Told.FRIEND, "A", "B", women, men, 0);
            // there the woman of the other circle counts all women of this one: those round its woman, and herself
            default -> new Aiw(Aiw.Told.FRIEND, "A", "B", women, men, 0);
        };
    }

    private static int number(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertFound(found.find(), pattern, text);
        return Integer.parseInt(found.group(1));
    }

    private static void assertFound(boolean found, String pattern, String text) {
        if (!found) {
            throw new AssertionError("'" + pattern + "' is not in: " + text);
        }
    }

    private static Problem calendar(JsonNode item) {
        JsonNode metadata = item.path("metadata");
        Asked asked = Objects.requireNonNull(ASKED.get(metadata.path("task").textValue()));
        int year = metadata.path("year").asInt(2000);
        if (asked == Asked.WEEKDAY_FROM) { // of a year that is not named
            LocalDate first = LocalDate.of(2000, 1, 1)
                    .with(TemporalAdjusters.nextOrSame(DayOfWeek.valueOf(
                            metadata.path("first_day").textValue().toUpperCase(Locale.ROOT))));
            return new CalendarArithmetic(
                    asked, first, first.plusDays(metadata.path("delta_days").intValue()), DayOfWeek.MONDAY, 1);
        }
        LocalDate start = asked == Asked.NTH_WEEKDAY
                ? LocalDate.of(year, metadata.path("month").intValue(), 1)
                : LocalDate.parse(metadata.path("start_date").asText(year + "-01-01"));
        LocalDate end = LocalDate.parse(
                metadata.path("end_date").asText(metadata.path("target_date").asText(start.toString())));
        return new CalendarArithmetic(
                asked,
                start,
                end,
                DayOfWeek.valueOf(weekday(asked, item).toUpperCase(Locale.ROOT)),
                1
                        + Math.max(
                                0,
                                List.of("first", "second", "third", "fourth", "fifth")
                                        .indexOf(metadata.path("ordinal").asText())));
    }

    private static String weekday(Asked asked, JsonNode item) {
        if (asked != Asked.COUNT_WEEKDAY) {
            return item.at("/metadata/weekday").asText("Monday");
        }
        Matcher found = Pattern.compile("does (\\w+day) occur|(?:many|of) (\\w+day)s")
                .matcher(item.path("question").textValue());
        assertFound(found.find(), "a weekday", item.path("question").textValue());
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static Problem interval(JsonNode item) {
        return new TimeIntervals(
                time(item.at("/metadata/start_time").textValue()),
                time(item.at("/metadata/end_time").textValue()),
                Objects.requireNonNull(
                        FORMS.get(item.at("/metadata/expected_format").textValue())));
    }

    private static OffsetDateTime time(String text) {
        String zoned = text.matches(".*[+-]\\d\\d:\\d\\d$") ? text : text + "+00:00";
        return OffsetDateTime.parse(zoned.replace(' ', 'T'));
    }

    private static Problem dice(JsonNode item) {
        return new Dice(
                Arrays.stream(item.at("/metadata/puzzle/dice_str").textValue().split(", "))
                        .map(die -> Integer.valueOf(die.substring(2)))
                        .toList(),
                item.at("/metadata/puzzle/target").intValue());
    }
}
