package org.reason4j.gym.rewriting;

import java.util.HashMap;
import java.util.Map;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Whether one string becomes another when each letter is replaced by one of its own.
 *
 * @param first small letters
 * @param second small letters
 */
public record IsomorphicStrings(String first, String second) implements Problem {

    @Override
    public String question() {
        return """
                Replace the letters of "%s" by other letters or by themselves: equal letters by equal ones, and different \
                letters by different ones.
                Can "%s" come out? Answer True or False.""".formatted(first, second);
    }

    @Override
    public String answer() {
        return first.length() == second.length() && maps(first, second) && maps(second, first) ? "True" : "False";
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.stripped(answer).equalsIgnoreCase(answer());
    }

    /** Letters, and different letters of the first string: entries of the table that is kept. */
    @Override
    public double work() {
        return first.length() + first.chars().distinct().count();
    }

    private static boolean maps(String from, String to) {
        Map<Character, Character> table = new HashMap<>();
        for (int i = 0; i < from.length(); i++) {
            Character known = table.putIfAbsent(from.charAt(i), to.charAt(i));
            if (known != null && known != to.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
