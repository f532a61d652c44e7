package org.reason4j.testkit;

import java.util.List;
import org.reason4j.api.data.Message;
import org.reason4j.api.model.Tokenizer;

/** A token for every character; {@code $} ends a sequence and is special. */
public final class Characters implements Tokenizer {

    @Override
    public int[] encode(String text) {
        return text.chars().toArray();
    }

    @Override
    public String decode(int[] tokens, boolean skipSpecialTokens) {
        String text = new String(tokens, 0, tokens.length);
        return skipSpecialTokens ? text.replace("$", "") : text;
    }

    @Override
    public int[] render(List<Message> messages) {
        return encode(String.valueOf(messages));
    }

    @Override
    public int vocabularySize() {
        return 128;
    }

    @Override
    public List<Integer> endOfSequence() {
        return List.of((int) '$');
    }
}
