package org.reason4j.gym.text;

import java.nio.charset.StandardCharsets;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A sentence hidden behind an emoji: each byte of it is one variation selector, which a reader doesn't see.
 *
 * @param emoji what is seen
 * @param sentence what is hidden
 */
public record EmojiMystery(String emoji, String sentence) implements Problem {

    private static final int FIRST = 0xFE00; // the selectors of bytes 0 to 15
    private static final int LATER = 0xE0100 - 16; // and of bytes 16 to 255

    /** Returns a text as variation selectors, one for each byte of its UTF-8 form. */
    public static String hidden(String text) {
        StringBuilder hidden = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int value = Byte.toUnsignedInt(b);
            hidden.appendCodePoint(value < 16 ? FIRST + value : LATER + value);
        }
        return hidden.toString();
    }

    @Override
    public String question() {
        return """
                A sentence is hidden behind this emoji: %s
                After the emoji stands one variation selector for each byte of the sentence in UTF-8: U+FE00 to U+FE0F \
                for the bytes 0 to 15, U+E0100 to U+E01EF for the bytes 16 to 255.
                Answer with the sentence.""".formatted(emoji + hidden(sentence));
    }

    @Override
    public String answer() {
        return sentence;
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equals(sentence);
    }

    @Override
    public double work() {
        return sentence.length();
    }
}
