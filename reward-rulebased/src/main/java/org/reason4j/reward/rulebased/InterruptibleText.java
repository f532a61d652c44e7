package org.reason4j.reward.rulebased;

import java.util.concurrent.CancellationException;

/** A text that throws when a character is read on an interrupted thread, which ends the match of a slow pattern. */
record InterruptibleText(CharSequence text) implements CharSequence {

    @Override
    public char charAt(int index) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while matching a pattern");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new InterruptibleText(text.subSequence(start, end));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
