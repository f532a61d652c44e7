package org.reason4j.gym.text;

import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Whether a note can be made of letters cut from another text, each used once.
 *
 * @param note small letters
 * @param magazine small letters
 */
public record RansomNote(String note, String magazine) implements Problem {

    @Override
    public String question() {
        return """
                You cut single letters from the text "%s" and want to glue the note "%s" together. Each letter of the \
                text can be used once.
                Are there enough letters? Answer True or False.""".formatted(magazine, note);
    }

    @Override
    public String answer() {
        return possible() ? "True" : "False";
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equalsIgnoreCase(answer());
    }

    @Override
    public double work() {
        return note.length() + magazine.length();
    }

    private boolean possible() {
        return note.chars().distinct().allMatch(letter -> count(note, letter) <= count(magazine, letter));
    }

    private static long count(String text, int letter) {
        return text.chars().filter(c -> c == letter).count();
    }
}
