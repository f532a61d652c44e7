package org.reason4j.gym.text;

import java.util.Locale;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * An English text whose letters were all moved by the same number of places in the alphabet.
 *
 * @param text in capitals
 * @param shift how many places each letter was moved on, 1 to 25
 */
public record CaesarCipher(String text, int shift) implements Problem {

    private static final int LETTERS = 26;

    /** Returns the text with each letter moved on in the alphabet, after Z on to A. */
    public static String shifted(String text, int shift) {
        StringBuilder shifted = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            shifted.append(c >= 'A' && c <= 'Z' ? (char) ('A' + Math.floorMod(c - 'A' + shift, LETTERS)) : c);
        }
        return shifted.toString();
    }

    @Override
    public String question() {
        return """
                An English sentence was encrypted: each letter was replaced by the one that stands a fixed number of \
                places after it in the alphabet, with A after Z. The number is not known.
                %s
                Answer with the decrypted sentence in capital letters.""".formatted(shifted(text, shift));
    }

    @Override
    public String answer() {
        return text;
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).toUpperCase(Locale.ROOT).equals(text);
    }

    /** Letters, and one look at the first ten letters for each shift tried. */
    @Override
    public double work() {
        return text.length() + 10.0 * shift;
    }
}
