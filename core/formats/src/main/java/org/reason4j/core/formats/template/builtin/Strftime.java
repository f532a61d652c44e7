package org.reason4j.core.formats.template.builtin;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.reason4j.core.formats.template.value.Budget;

/** C's {@code strftime} in the English locale, for a time without a zone. */
public final class Strftime {

    /** Work of a directive, which builds a formatter. */
    private static final int DIRECTIVE = 256;

    /** Characters of the longest directive, at least. */
    private static final int LONGEST = 32;

    private Strftime() {}

    public static String format(ZonedDateTime time, String format) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                result.append(c);
                continue;
            }
            char directive = format.charAt(++i);
            boolean unpadded = directive == '-' && i + 1 < format.length();
            if (unpadded) {
                directive = format.charAt(++i);
            }
            Budget.current().work(DIRECTIVE);
            Budget.current().grow(LONGEST);
            String text = directive(time, directive);
            result.append(unpadded ? text.replaceFirst("^[0 ]+(?=.)", "") : text);
        }
        return result.toString();
    }

    private static String directive(ZonedDateTime time, char directive) {
        return switch (directive) {
            case 'Y' -> pattern(time, "yyyy");
            case 'C' -> String.format("%02d", time.getYear() / 100);
            case 'y' -> pattern(time, "yy");
            case 'm' -> pattern(time, "MM");
            case 'B' -> pattern(time, "MMMM");
            case 'b', 'h' -> pattern(time, "MMM");
            case 'd' -> pattern(time, "dd");
            case 'e' -> String.format("%2d", time.getDayOfMonth());
            case 'j' -> pattern(time, "DDD");
            case 'A' -> pattern(time, "EEEE");
            case 'a' -> pattern(time, "EEE");
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'U' -> week(time, 7);
            case 'W' -> week(time, 1);
            case 'V' -> String.format("%02d", time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'H' -> pattern(time, "HH");
            case 'I' -> pattern(time, "hh");
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'M' -> pattern(time, "mm");
            case 'S' -> pattern(time, "ss");
            case 'f' -> pattern(time, "SSSSSS");
            case 's' -> Long.toString(time.toEpochSecond());
            case 'z', 'Z' -> "";
            case 'F' -> format(time, "%Y-%m-%d");
            case 'T', 'X' -> format(time, "%H:%M:%S");
            case 'D', 'x' -> format(time, "%m/%d/%y");
            case 'R' -> format(time, "%H:%M");
            case 'r' -> format(time, "%I:%M:%S %p");
            case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + directive;
        };
    }

    private static String pattern(ZonedDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }

    /** The week of the year, with weeks that start on the given ISO day; the days before the first such day are week 0. */
    private static String week(ZonedDateTime time, int firstDay) {
        int daysSinceFirst = Math.floorMod(time.getDayOfWeek().getValue() - firstDay, 7);
        return String.format("%02d", (time.getDayOfYear() + 6 - daysSinceFirst) / 7);
    }
}
