package org.reason4j.gym.text;

import java.util.Comparator;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Words to be sorted by the code points of their characters, where every capital stands before every small letter.
 *
 * @param words in the order shown
 * @param ascending whether the first in the alphabet comes first
 */
public record WordSorting(List<String> words, boolean ascending) implements Problem {
    public WordSorting {
        words = List.copyOf(words);
    }

    @Override
    public String question() {
        return """
                Sort these words by the character codes of their letters (A to Z come before a to z), %s:
                %s
                Answer with all words on one line, separated by commas.""".formatted(
                        ascending ? "from the lowest to the highest" : "from the highest to the lowest",
                        String.join(", ", words));
    }

    @Override
    public String answer() {
        return String.join(", ", sorted());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.list(answer).filter(sorted()::equals).isPresent();
    }

    /** Comparisons of a merge sort, times the letters that one comparison reads: those of the common start and one. */
    @Override
    public double work() {
        return words.size() * (Math.log(words.size()) / Math.log(2)) * (commonStart() + 1);
    }

    private List<String>
            sorted() { // String.compareTo compares UTF-16 units, which are the code points of these letters
        Comparator<String> order = Comparator.naturalOrder();
        return words.stream().sorted(ascending ? order : order.reversed()).toList();
    }

    private int commonStart() {
        String first = words.get(0);
        int length = 0;
        while (length < first.length() && shared(first.substring(0, length + 1))) {
            length++;
        }
        return length;
    }

    private boolean shared(String start) {
        return words.stream().allMatch(word -> word.startsWith(start));
    }
}
