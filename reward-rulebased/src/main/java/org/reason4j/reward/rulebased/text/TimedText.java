package org.reason4j.reward.rulebased.text;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * A text that throws when a character is read on an interrupted thread or after its time, which ends the match of a slow
 * pattern.
 */
public final class TimedText implements CharSequence {

    /** The time for a text is over. */
    public static final class Expired extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Expired() {
            super("the time for a text is over", null, false, false);
        }
    }

    private static final int READS_PER_LOOK = 256;
    private static final Duration LONG = Duration.ofDays(1);

    private final CharSequence text;
    private final long end; // of System.nanoTime
    private int reads;

    private TimedText(CharSequence text, long end) {
        this.text = text;
        this.end = end;
    }

    /** A text that is read until its thread is interrupted. */
    public static TimedText of(CharSequence text) {
        return within(text, LONG);
    }

    /** A text that is read for that long. */
    public static TimedText within(CharSequence text, Duration time) {
        return new TimedText(text, System.nanoTime() + time.toNanos());
    }

    @Override
    public char charAt(int index) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while matching a pattern");
        } else if (++reads % READS_PER_LOOK == 0 && System.nanoTime() - end >= 0) {
            throw new Expired();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int finish) {
        return new TimedText(text.subSequence(start, finish), end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
