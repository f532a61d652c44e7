package org.reason4j.processor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that a description allows, where it says so: {@code in (0, 1]}, {@code positive}, {@code at least 1}, {@code
 * above 1; 0 for none}.
 */
final class StatedRange {

    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)";
    private static final Pattern INTERVAL =
            Pattern.compile("\\bin ([\\[(])" + NUMBER + ", (-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?|inf)([\\])])");
    private static final Pattern POSITIVE = Pattern.compile("(?:^|, )positive(?=$|[;,.:])");
    private static final Pattern AT_LEAST = Pattern.compile("(?:^|, )at least " + NUMBER + "(?=$|[;,.:)])");
    private static final Pattern ABOVE = Pattern.compile("(?:^|, )above " + NUMBER + "(?=$|[;,.:)])");
    private static final Pattern ZERO_FOR = Pattern.compile("(?:^|[;,] )0 (?:for|turns|keeps|means) ");

    private StatedRange() {}

    /** Returns an interval such as {@code [1, inf)}, with {@code or 0} behind it where 0 stands for something of its own. */
    static Optional<String> of(String description) {
        String text = description.replaceAll("\\s+", " ");
        return interval(text)
                .map(range -> ZERO_FOR.matcher(text).find() && !holdsZero(range) ? range + " or 0" : range);
    }

    private static Optional<String> interval(String text) {
        Matcher interval = INTERVAL.matcher(text);
        if (interval.find()) {
            return Optional.of(interval.group(1) + interval.group(2) + ", " + interval.group(3) + interval.group(4));
        }
        if (POSITIVE.matcher(text).find()) {
            return Optional.of("(0, inf)");
        }
        Matcher least = AT_LEAST.matcher(text);
        if (least.find()) {
            return Optional.of("[" + least.group(1) + ", inf)");
        }
        Matcher above = ABOVE.matcher(text);
        return above.find() ? Optional.of("(" + above.group(1) + ", inf)") : Optional.empty();
    }

    private static boolean holdsZero(String range) {
        double low = Double.parseDouble(range.substring(1, range.indexOf(',')));
        return low < 0 || low == 0 && range.startsWith("[");
    }
}
