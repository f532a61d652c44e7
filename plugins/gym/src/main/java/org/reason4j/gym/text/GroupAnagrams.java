package org.reason4j.gym.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Words to be put into groups of the same letters.
 *
 * @param words different ones, in the order shown
 */
public record GroupAnagrams(List<String> words) implements Problem {
    public GroupAnagrams {
        words = List.copyOf(words);
    }

    @Override
    public String question() {
        return """
                Put words that consist of the same letters, each letter equally often, into one group:
                %s
                Answer with one line for each group, its words separated by spaces; the order of groups and of words \
                is free.""".formatted(String.join(", ", words));
    }

    @Override
    public String answer() {
        return groups().stream().map(group -> String.join(" ", group)).collect(Collectors.joining("\n"));
    }

    @Override
    public boolean accepts(String answer) {
        Set<Set<String>> right = groups().stream().map(HashSet::new).collect(Collectors.toSet());
        return Answers.cells(answer)
                .filter(rows -> rows.stream().mapToInt(List::size).sum() == words.size())
                .filter(rows -> rows.stream()
                        .map(HashSet::new)
                        .collect(Collectors.toSet())
                        .equals(right))
                .isPresent();
    }

    /** Letters of all words. */
    @Override
    public double work() {
        return String.join("", words).length();
    }

    private Collection<List<String>> groups() {
        Map<String, List<String>> groups = words.stream()
                .collect(Collectors.groupingBy(GroupAnagrams::sorted, LinkedHashMap::new, Collectors.toList()));
        return groups.values();
    }

    private static String sorted(String word) {
        char[] letters = word.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }
}
