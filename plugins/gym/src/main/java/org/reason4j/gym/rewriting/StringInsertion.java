package org.reason4j.gym.rewriting;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A string of the letters A to E, into which a letter is put behind every four that follow each other in the circle ABCDE.
 *
 * @param string to be read from the left
 */
public record StringInsertion(String string) implements Problem {

    private static final String CIRCLE = "ABCDEABC"; // its parts of four letters are what is looked for
    private static final int LENGTH = 4;

    @Override
    public String question() {
        return """
                Take the letters A, B, C, D, E as a circle in which A follows E. Read the string below from left to right. \
                Whenever the next four letters follow each other in the circle, as ABCD or DEAB do, copy them, write the \
                first of them once more behind them, and read on behind the four. Otherwise copy one letter and read on \
                behind it.
                %s
                Answer with the string that you have written.""".formatted(string);
    }

    @Override
    public String answer() {
        StringBuilder written = new StringBuilder();
        int i = 0;
        while (i < string.length()) {
            boolean found = i + LENGTH <= string.length() && CIRCLE.contains(string.substring(i, i + LENGTH));
            int read = found ? LENGTH : 1;
            written.append(string, i, i + read).append(found ? string.substring(i, i + 1) : "");
            i += read;
        }
        return written.toString();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equals(answer());
    }

    /** Letters read, and four for each letter put in. */
    @Override
    public double work() {
        return string.length() + (double) LENGTH * (answer().length() - string.length());
    }
}
