package org.reason4j.gym.rewriting;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Letters to be put in an order that reads the same from both ends. Every such order is right.
 *
 * @param letters of which at most one occurs an odd number of times
 */
public record PalindromeGeneration(List<String> letters) implements Problem {
    public PalindromeGeneration {
        letters = List.copyOf(letters);
    }

    @Override
    public String question() {
        return """
                Put these letters in an order that reads the same forwards and backwards; use each as often as it is given: \
                %s.
                Answer with the letters as one word.""".formatted(String.join(" ", letters));
    }

    @Override
    public String answer() {
        List<String> different = letters.stream().distinct().sorted().toList();
        String half = different.stream()
                .map(letter -> letter.repeat(count(letter) / 2))
                .collect(Collectors.joining());
        String middle =
                different.stream().filter(letter -> count(letter) % 2 == 1).collect(Collectors.joining());
        return half + middle + new StringBuilder(half).reverse();
    }

    @Override
    public boolean accepts(String answer) {
        String word = Answers.stripped(answer).toLowerCase(Locale.ROOT);
        return new StringBuilder(word).reverse().toString().equals(word)
                && word.chars()
                        .mapToObj(Character::toString)
                        .sorted()
                        .toList()
                        .equals(letters.stream().sorted().toList());
    }

    @Override
    public double work() {
        return letters.size();
    }

    private int count(String letter) {
        return (int) letters.stream().filter(letter::equals).count();
    }
}
