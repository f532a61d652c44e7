package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.model.Tokenizer;

/**
 * The text that each token adds.
 *
 * <p>A token alone may decode differently than after its predecessors (leading spaces, parts of a character), so each
 * piece is the difference between two decodings that begin at the same earlier token.
 */
final class TokenPieces {

    private static final char REPLACEMENT = '\uFFFD';

    private TokenPieces() {}

    static List<String> of(Tokenizer tokenizer, int[] tokens) {
        List<String> pieces = new ArrayList<>();
        int from = 0; // where both decodings begin
        int shown = 0; // tokens whose text is in a piece
        for (int end = 1; end <= tokens.length; end++) {
            String known = tokenizer.decode(Arrays.copyOfRange(tokens, from, shown), false);
            String text = tokenizer.decode(Arrays.copyOfRange(tokens, from, end), false);
            boolean incomplete = !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT;
            if (incomplete && end < tokens.length) {
                pieces.add("");
                continue;
            }
            pieces.add(text.substring(Math.min(known.length(), text.length())));
            from = shown;
            shown = end;
        }
        return pieces;
    }
}
