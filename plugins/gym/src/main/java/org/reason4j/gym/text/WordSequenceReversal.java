package org.reason4j.gym.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A list of words to be written from the last to the first.
 *
 * @param words in the order shown
 */
public record WordSequenceReversal(List<String> words) implements Problem {
    public WordSequenceReversal {
        words = List.copyOf(words);
    }

    @Override
    public String question() {
        return """
                Write this list of words in reverse order, each word as it is:
                %s
                Answer with the words on one line, separated by commas.""".formatted(String.join(", ", words));
    }

    @Override
    public String answer() {
        return String.join(", ", reversed());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.list(answer).filter(reversed()::equals).isPresent();
    }

    @Override
    public double work() {
        return words.size();
    }

    private List<String> reversed() {
        List<String> reversed = new ArrayList<>(words);
        Collections.reverse(reversed);
        return reversed;
    }
}
