package org.reason4j.core.engine.serve;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.model.Tokenizer;

/**
 * Text of a response while it is being written. Characters that may belong to a stop string, and incomplete ones, are held
 * back.
 */
final class Pieces {

    private static final char BROKEN = '\uFFFD';

    private final Tokenizer tokenizer;
    private final List<String> stop;
    private final int heldBack;
    private int[] tokens = new int[0];
    private int returned; // characters

    Pieces(Tokenizer tokenizer, List<String> stop) {
        this.tokenizer = tokenizer;
        this.stop = stop;
        heldBack = Math.max(0, stop.stream().mapToInt(String::length).max().orElse(0) - 1);
    }

    /** Appends tokens and returns the text that has become certain. */
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
        return next(text, end);
    }

    /** Returns the rest of the whole text. */
    String end(String whole) {
        return next(whole, whole.length());
    }

    private String next(String text, int end) {
        String piece = end > returned ? text.substring(returned, end) : "";
        returned = Math.max(returned, end);
        return piece;
    }
}
