package org.reason4j.gym.rewriting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * All ways to cut a string into pieces that read the same from both ends.
 *
 * @param string small letters
 */
public record PalindromePartitioning(String string) implements Problem {

    @Override
    public String question() {
        return """
                Cut the string %s into pieces of which each reads the same forwards and backwards; a single letter does. Find \
                all ways to do it.
                Answer with one line for each way, its pieces in order with spaces between them; the order of the lines is \
                free.""".formatted(string);
    }

    @Override
    public String answer() {
        return ways().stream().map(way -> String.join(" ", way)).collect(Collectors.joining("\n"));
    }

    @Override
    public boolean accepts(String answer) {
        List<List<String>> ways = ways();
        return Answers.cells(answer)
                .filter(lines -> lines.size() == ways.size())
                .filter(lines -> new HashSet<>(lines).equals(new HashSet<>(ways)))
                .isPresent();
    }

    /** Letters of all ways. */
    @Override
    public double work() {
        return (double) string.length() * ways().size();
    }

    /** Returns the ways, those with a short first piece first. */
    List<List<String>> ways() {
        List<List<List<String>>> fromEnd = new ArrayList<>(); // the ways of the last 0, 1, 2 ... letters
        fromEnd.add(List.of(List.of()));
        for (int start = string.length() - 1; start >= 0; start--) {
            List<List<String>> ways = new ArrayList<>();
            for (int end = start + 1; end <= string.length(); end++) {
                String piece = string.substring(start, end);
                if (new StringBuilder(piece).reverse().toString().equals(piece)) {
                    fromEnd.get(string.length() - end).forEach(rest -> ways.add(joined(piece, rest)));
                }
            }
            fromEnd.add(ways);
        }
        return fromEnd.get(string.length());
    }

    private static List<String> joined(String first, List<String> rest) {
        List<String> joined = new ArrayList<>(List.of(first));
        joined.addAll(rest);
        return joined;
    }
}
