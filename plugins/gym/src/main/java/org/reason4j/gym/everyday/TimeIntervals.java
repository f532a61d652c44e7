package org.reason4j.gym.everyday;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** The time from one moment to a later one. */
public record TimeIntervals(OffsetDateTime start, OffsetDateTime end, Form form) implements Problem {

    /** How the time is given and wanted. */
    public enum Form {
        /** Hours and minutes within a day. */
        MINUTES("HH:mm", "HH:MM", "()(\\d{1,2}):(\\d{2})()()"),
        /** Days, hours and minutes. */
        DAYS_MINUTES("EEEE d MMMM uuuu, HH:mm", "D days, HH:MM", "(\\d{1,9}) days?,? (\\d{1,2}):(\\d{2})()()"),
        /** Days between dates. */
        DAYS("EEEE d MMMM uuuu", "D, the number of days", "(\\d{1,9})(?: days?)?()()()()"),
        /** Hours, minutes and seconds within a day. */
        SECONDS("HH:mm:ss", "HH:MM:SS", "()(\\d{1,2}):(\\d{2}):(\\d{2})()"),
        /** Days, hours, minutes and seconds. */
        DAYS_SECONDS(
                "EEEE d MMMM uuuu, HH:mm:ss", "D days, HH:MM:SS", "(\\d{1,9}) days?,? (\\d{1,2}):(\\d{2}):(\\d{2})()"),
        /** Hours, minutes, seconds and milliseconds within a day. */
        MILLISECONDS("HH:mm:ss.SSS", "HH:MM:SS.mmm", "()(\\d{1,2}):(\\d{2}):(\\d{2})\\.(\\d{3})");

        private final DateTimeFormatter given;
        private final String wanted;
        private final Pattern read;

        Form(String given, String wanted, String read) {
            this.given = DateTimeFormatter.ofPattern(given, Locale.ENGLISH);
            this.wanted = wanted;
            this.read = Pattern.compile(read);
        }
    }

    @Override
    public String question() {
        boolean zones = !start.getOffset().equals(end.getOffset());
        return "Something lasted from " + told(start, zones) + " to " + told(end, zones)
                + ". How long is that? Answer in the form " + form.wanted + ".";
    }

    private String told(OffsetDateTime time, boolean zones) {
        String zone = time.getOffset().equals(ZoneOffset.UTC)
                ? "+00:00"
                : time.getOffset().getId();
        return time.format(form.given) + (zones ? " (UTC" + zone + ")" : "");
    }

    /** The time, without what is shorter than the unit of its form. */
    private Duration duration() {
        return Duration.between(start, end).truncatedTo(unit());
    }

    private ChronoUnit unit() {
        return switch (form) {
            case MINUTES, DAYS_MINUTES -> ChronoUnit.MINUTES;
            case SECONDS, DAYS_SECONDS -> ChronoUnit.SECONDS;
            case MILLISECONDS -> ChronoUnit.MILLIS;
            case DAYS -> ChronoUnit.DAYS;
        };
    }

    @Override
    public String answer() {
        Duration time = duration();
        String days = time.toDays() + " days";
        String minutes = two(time.toHoursPart()) + ":" + two(time.toMinutesPart());
        String seconds = minutes + ":" + two(time.toSecondsPart());
        return switch (form) {
            case MINUTES -> minutes;
            case SECONDS -> seconds;
            case MILLISECONDS -> seconds + "." + String.format(Locale.ROOT, "%03d", time.toMillisPart());
            case DAYS -> String.valueOf(time.toDays());
            case DAYS_MINUTES -> days + ", " + minutes;
            case DAYS_SECONDS -> days + ", " + seconds;
        };
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    @Override
    public boolean accepts(String answer) {
        Matcher read = form.read.matcher(Answers.stripped(answer));
        if (!read.matches() || number(read, 2) > 23 || number(read, 3) > 59 || number(read, 4) > 59) {
            return false;
        }
        Duration given = Duration.ofDays(number(read, 1))
                .plusHours(number(read, 2))
                .plusMinutes(number(read, 3))
                .plusSeconds(number(read, 4))
                .plusMillis(number(read, 5));
        return given.equals(duration());
    }

    private static int number(Matcher read, int group) {
        return read.group(group).isEmpty() ? 0 : Integer.parseInt(read.group(group));
    }

    /** Digits of the answer, those of the milliseconds that passed, and four for different time zones. */
    @Override
    public double work() {
        long digits = answer().chars().filter(Character::isDigit).count();
        return digits
                + Math.log10(1 + duration().toMillis())
                + (start.getOffset().equals(end.getOffset()) ? 0 : 4);
    }
}
