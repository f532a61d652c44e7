package org.reason4j.gym.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A sentence whose words have their letters in a wrong order, and the words that may stand in it.
 *
 * @param jumbled the words as shown
 * @param candidates the words that a solution may use, in the order shown; each jumbled word has the letters of one
 */
public record LetterJumble(List<String> jumbled, List<String> candidates) implements Problem {
    public LetterJumble {
        jumbled = List.copyOf(jumbled);
        candidates = List.copyOf(candidates);
    }

    @Override
    public String question() {
        return """
                In each word of this sentence the letters were mixed up; the order of the words is right:
                %s
                Every word is one of these: %s.
                Answer with the sentence, its words separated by spaces.""".formatted(String.join(" ", jumbled), String.join(", ", candidates));
    }

    @Override
    public String answer() {
        return jumbled.stream()
                .map(word -> candidates.stream()
                        .filter(candidate -> sameLetters(word, candidate))
                        .findFirst()
                        .orElseThrow())
                .collect(Collectors.joining(" "));
    }

    @Override
    public boolean accepts(String answer) {
        List<String> words = List.of(Answers.stripped(answer).split("\\s+"));
        return words.size() == jumbled.size()
                && IntStream.range(0, words.size())
                        .allMatch(i -> candidates.contains(words.get(i)) && sameLetters(jumbled.get(i), words.get(i)));
    }

    /** Letters to place, those out of place a second time, and a look at each candidate for each word. */
    @Override
    public double work() {
        List<String> words = List.of(answer().split(" "));
        long displaced = IntStream.range(0, words.size())
                .mapToLong(i -> displaced(jumbled.get(i), words.get(i)))
                .sum();
        return String.join("", jumbled).length() + displaced + jumbled.size() * candidates.size();
    }

    private static long displaced(String jumbled, String word) {
        return IntStream.range(0, word.length())
                .filter(i -> jumbled.charAt(i) != word.charAt(i))
                .count();
    }

    private static boolean sameLetters(String one, String other) {
        char[] first = one.toCharArray();
        char[] second = other.toCharArray();
        Arrays.sort(first);
        Arrays.sort(second);
        return Arrays.equals(first, second);
    }
}
