package org.reason4j.reward.rulebased.math.parse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of day: {@code 20:34}, {@code 20:34:00} and {@code 8:34 p.m.} are one. */
final class Clock {

    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,2}):([0-5]\\d)(?::([0-5]\\d))?\\s*+(?:\\\\text\\{)?\\s*+(?:([aApP])\\.?[mM]\\.?)?\\s*+\\}?");

    private Clock() {}

    /** The time that a text is, as words; empty if it is none. */
    static Optional<Node> time(String latex) {
        Matcher time = TIME.matcher(latex.replace("$", "").strip());
        if (!time.matches() || Integer.parseInt(time.group(1)) > 24) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(time.group(1));
        String half = time.group(4);
        boolean afternoon = half != null && half.equalsIgnoreCase("p") && hour < 12;
        boolean midnight = half != null && half.equalsIgnoreCase("a") && hour == 12;
        String seconds = time.group(3) == null ? "00" : time.group(3);
        int shown = midnight ? 0 : afternoon ? hour + 12 : hour;
        return Optional.of(new Node.Words("clock " + shown + ":" + time.group(2) + ":" + seconds));
    }
}
