package org.reason4j.core.engine.serve;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.model.Tokenizer;

/**
 * The text of a response while it is being written. What may yet turn out to be part of a stop string, or half a
 * character, is held back.
 */
final class Pieces {

    private static final char BROKEN = '\uFFFD';

    private final Tokenizer tokenizer;
    private final List<String> stop;
    private final int heldBack;
    private int[] tokens = new int[0];
    private int told; // characters

    Pieces(Tokenizer tokenizer, List<String> stop) {
        this.tokenizer = tokenizer;
        this.stop = stop;
        heldBack = Math.max(0, stop.stream().mapToInt(String::length).max().orElse(0) - 1);
    }

    /** Takes new tokens and returns the text that is certain by now and was not told before. */
    String add(int[] next) {
        int before = tokens.length;
        tokens = Arrays.copyOf(tokens, before + next.length);
        System.arraycopy(next, 0, tokens, before, next.length);
        String text = tokenizer.decode(tokens, true);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == BROKEN) {
            end--;
        }
        end -= heldBack;
        for (String string : stop) {
            int at = text.indexOf(string);
            end = at < 0 ? end : Math.min(end, at);
        }
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return tell(text, end);
    }

    /** Returns what is left of the whole text. */
    String end(String whole) {
        return tell(whole, whole.length());
    }

    private String tell(String text, int end) {
        String piece = end > told ? text.substring(told, end) : "";
        told = Math.max(told, end);
        return piece;
    }
}
