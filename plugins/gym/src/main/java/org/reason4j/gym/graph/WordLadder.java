package org.reason4j.gym.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A way from one word to another that changes one letter at a time. Every way through words of the list is right.
 *
 * @param start the first word
 * @param end the last word
 * @param list words of one length that may be used, start and end among them; some way exists
 */
public record WordLadder(String start, String end, List<String> list) implements Problem {
    public WordLadder {
        list = List.copyOf(list);
    }

    @Override
    public String question() {
        return """
                Get from the word %s to the word %s by changing one letter at a time, so that each word on the way is one of \
                these: %s.
                Answer with all words of the way, from the first to the last, separated by commas.""".formatted(start, end, String.join(", ", list));
    }

    @Override
    public String answer() {
        Map<String, String> next = new HashMap<>(Map.of(end, end)); // by breadth-first search from the end
        Deque<String> queue = new ArrayDeque<>(List.of(end));
        while (!queue.isEmpty()) {
            String word = queue.remove();
            for (String other : list) {
                if (differInOne(word, other) && next.putIfAbsent(other, word) == null) {
                    queue.add(other);
                }
            }
        }
        List<String> way = new ArrayList<>(List.of(start));
        for (String word = start; !word.equals(end); word = next.getOrDefault(word, end)) {
            way.add(next.getOrDefault(word, end));
        }
        return String.join(", ", way);
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.list(Answers.stripped(answer).toUpperCase(Locale.ROOT))
                .filter(this::right)
                .isPresent();
    }

    /** Letters compared when every word of the list is held against every other. */
    @Override
    public double work() {
        return (double) list.size() * (list.size() - 1) / 2 * start.length();
    }

    private boolean right(List<String> way) {
        return way.get(0).equals(start)
                && way.get(way.size() - 1).equals(end)
                && list.containsAll(way)
                && IntStream.range(1, way.size()).allMatch(i -> differInOne(way.get(i - 1), way.get(i)));
    }

    private static boolean differInOne(String one, String other) {
        return one.length() == other.length()
                && IntStream.range(0, one.length())
                                .filter(i -> one.charAt(i) != other.charAt(i))
                                .count()
                        == 1;
    }
}
