package org.reason4j.gym.everyday;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A question about the Gregorian calendar.
 *
 * @param asked what is asked
 * @param start a date; of a leap year any one, of {@link Asked#NTH_WEEKDAY} any one of the month
 * @param end a date that is not before it, where two are needed
 * @param weekday that is counted
 * @param nth which one of the month, from 1
 */
public record CalendarArithmetic(Asked asked, LocalDate start, LocalDate end, DayOfWeek weekday, int nth)
        implements Problem {

    /** What is asked. */
    public enum Asked {
        /** Whether a year is a leap year. */
        LEAP_YEAR,
        /** The weekday of {@code end}, given that of {@code start}. */
        WEEKDAY_FROM,
        /** The day of the month on which a weekday falls the nth time, or -1. */
        NTH_WEEKDAY,
        /** How often a weekday occurs from {@code start} to {@code end}, both included. */
        COUNT_WEEKDAY,
        /** The days from Monday to Friday, both ends included. */
        BUSINESS_DAYS,
        /** The weekday of {@code end}, given nothing. */
        WEEKDAY
    }

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth");

    @Override
    public String question() {
        String number = " Answer with the number alone.";
        String span = "from " + told(start) + " to " + told(end) + ", both included";
        return switch (asked) {
            case LEAP_YEAR -> "Does the year " + start.getYear() + " have a 29th of February? Answer yes or no.";
            case WEEKDAY_FROM ->
                date(start) + " is a " + name(start.getDayOfWeek()) + ". Which weekday is " + date(end)
                        + "? Answer with its English name.";
            case NTH_WEEKDAY ->
                "On which day of the month does the " + ORDINALS.get(nth - 1) + " " + name(weekday) + " of "
                        + name(start.getMonth()) + " " + start.getYear()
                        + " fall? Answer with the number alone, -1 if there is none.";
            case COUNT_WEEKDAY -> "How many times does a " + name(weekday) + " occur " + span + "?" + number;
            case BUSINESS_DAYS -> "How many days " + span + ", are neither Saturdays nor Sundays?" + number;
            case WEEKDAY ->
                "Which weekday is " + date(end) + " in the Gregorian calendar? Answer with its English name.";
        };
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String name(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String date(LocalDate date) {
        return date.getDayOfMonth() + " " + name(date.getMonth()) + " " + date.getYear();
    }

    private static String told(LocalDate date) {
        return name(date.getDayOfWeek()) + ", " + date(date);
    }

    @Override
    public String answer() {
        return switch (asked) {
            case LEAP_YEAR -> start.isLeapYear() ? "yes" : "no";
            case WEEKDAY_FROM, WEEKDAY -> name(end.getDayOfWeek());
            case NTH_WEEKDAY -> String.valueOf(nthWeekday());
            case COUNT_WEEKDAY -> String.valueOf(upTo(end, weekday) - upTo(start.minusDays(1), weekday));
            case BUSINESS_DAYS -> String.valueOf(businessDays());
        };
    }

    private int nthWeekday() {
        LocalDate first = start.withDayOfMonth(1);
        int day = 1 + Math.floorMod(weekday.getValue() - first.getDayOfWeek().getValue(), 7) + 7 * (nth - 1);
        return day > first.lengthOfMonth() ? -1 : day;
    }

    /** Number of such weekdays up to a date, counted from one that is far away. */
    private static long upTo(LocalDate date, DayOfWeek day) {
        return Math.floorDiv(date.toEpochDay() + 4 - day.getValue() % 7, 7); // day 0 of the epoch is a Thursday
    }

    private long businessDays() {
        long days = 0;
        for (int day = 1; day <= 5; day++) {
            days += upTo(end, DayOfWeek.of(day)) - upTo(start.minusDays(1), DayOfWeek.of(day));
        }
        return days;
    }

    @Override
    public boolean accepts(String answer) {
        String right = answer();
        boolean word = Character.isLetter(right.charAt(0));
        return word
                ? Answers.stripped(answer).equalsIgnoreCase(right)
                : Answers.isInteger(answer, Long.parseLong(right));
    }

    /** Weeks that are passed, and one to six for the kind of question. */
    @Override
    public double work() {
        long weeks = asked == Asked.LEAP_YEAR || asked == Asked.NTH_WEEKDAY ? 0 : ChronoUnit.WEEKS.between(start, end);
        return 1 + 2.0 * asked.ordinal() + weeks;
    }
}
