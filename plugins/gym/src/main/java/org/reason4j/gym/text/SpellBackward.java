package org.reason4j.gym.text;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A word to be spelt from its last letter to its first.
 *
 * @param word letters alone
 */
public record SpellBackward(String word) implements Problem {

    @Override
    public String question() {
        return "Write the letters of the word \"%s\" in reverse order, the last letter first. Answer with the letters as one word."
                .formatted(word);
    }

    @Override
    public String answer() {
        return new StringBuilder(word).reverse().toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equals(answer());
    }

    @Override
    public double work() {
        return word.length();
    }
}
