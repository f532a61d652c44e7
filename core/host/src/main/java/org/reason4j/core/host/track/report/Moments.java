package org.reason4j.core.host.track.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Dates with times, as files have them and as people read them. */
final class Moments {

    private static final DateTimeFormatter READ =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** This moment in the form of ISO 8601, to the second. */
    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A moment for people; a text that is none stays as it is. */
    static String text(String moment) {
        try {
            return READ.format(Instant.parse(moment));
        } catch (DateTimeParseException e) { // shown as it is
            return moment;
        }
    }
}
