package org.reason4j.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.api.model.Tokenizer;

/** Texts as their UTF-8 bytes, where no model says what a token is. */
final class ByteTokenizer implements Tokenizer {

    private static final int BYTES = 256;

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return tokens;
    }

    @Override
    public String decode(int[] tokens, boolean skipSpecialTokens) {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            bytes[i] = (byte) tokens[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int[] render(List<Message> messages) {
        return encode(messages.stream().map(Message::content).collect(Collectors.joining("\n")));
    }

    @Override
    public int vocabularySize() {
        return BYTES;
    }

    @Override
    public List<Integer> endOfSequence() {
        return List.of();
    }
}
