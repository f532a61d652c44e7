package org.reason4j.gym.text;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * How often a letter stands in a text, small or capital.
 *
 * @param text words between spaces
 * @param letter a small letter
 */
public record LetterCounting(String text, char letter) implements Problem {

    @Override
    public String question() {
        return """
                How many times does the letter "%s" occur in this text, small and capital letters counted alike?
                %s
                Answer with the number.""".formatted(letter, text);
    }

    @Override
    public String answer() {
        return Long.toString(count());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.isInteger(answer, count());
    }

    @Override
    public double work() {
        return text.length();
    }

    private long count() {
        return text.chars().filter(c -> Character.toLowerCase(c) == letter).count();
    }
}
