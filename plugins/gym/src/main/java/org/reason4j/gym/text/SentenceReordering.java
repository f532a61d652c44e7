package org.reason4j.gym.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A sentence whose words stand in a wrong order, and the kinds of words that the right order has.
 *
 * <p>Words of one kind may stand for each other: every order that has the kinds in their places is right.
 *
 * @param words of the sentence in a right order
 * @param kinds of the words, in the same order
 * @param shown the words in the order shown
 */
public record SentenceReordering(List<String> words, List<String> kinds, List<String> shown) implements Problem {
    public SentenceReordering {
        words = List.copyOf(words);
        kinds = List.copyOf(kinds);
        shown = List.copyOf(shown);
    }

    @Override
    public String question() {
        return """
                These words are those of one sentence, in a wrong order: %s.
                In the right order their kinds are: %s.
                Answer with the sentence; use every word as often as it stands above. Where words of one kind could \
                change places, any of these sentences is right.""".formatted(String.join(", ", shown), String.join(", ", kinds));
    }

    @Override
    public String answer() {
        return Sentences.written(words);
    }

    @Override
    public boolean accepts(String answer) {
        List<String> given = List.of(plain(answer).split("\\s+"));
        TreeMap<String, List<String>> kindsOf = new TreeMap<>();
        IntStream.range(0, words.size())
                .forEach(i -> kindsOf.computeIfAbsent(plain(words.get(i)), word -> new ArrayList<>())
                        .add(kinds.get(i)));
        return given.size() == words.size()
                && given.stream()
                        .sorted()
                        .toList()
                        .equals(words.stream()
                                .map(SentenceReordering::plain)
                                .sorted()
                                .toList())
                && IntStream.range(0, given.size())
                        .allMatch(i ->
                                kindsOf.getOrDefault(given.get(i), List.of()).contains(kinds.get(i)));
    }

    /** Comparisons of a sort by insertion: half of all pairs of words. */
    @Override
    public double work() {
        return words.size() * (words.size() - 1) / 4.0;
    }

    private static String plain(String text) { // a capital at the start and the full stop are free
        String bare = Answers.stripped(text).toLowerCase(Locale.ROOT);
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }
}
