package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a sum and a letter for each digit in it.
 *
 * @param addends how many words are added, 2 to 6
 * @param digits digits of each of them, 2 to 8
 */
public record CryptarithmGenerator(int addends, int digits) implements Generator {

    private static final List<Character> LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            .chars()
            .mapToObj(letter -> (char) letter)
            .toList();

    public CryptarithmGenerator {
        range("addends", addends, 2, 6);
        range("digits", digits, 2, 8);
    }

    @Override
    public Cryptarithm problem(Draws draws) {
        List<Character> letters = draws.some(LETTERS, 10);
        List<Long> numbers = IntStream.range(0, addends)
                .mapToObj(i -> draws.ofDigits(digits))
                .toList();
        String sum = String.valueOf(numbers.stream().mapToLong(number -> number).sum());
        List<String> all = numbers.stream().map(String::valueOf).toList();
        Map<Character, Integer> used = new HashMap<>();
        (String.join("", all) + sum).chars().forEach(digit -> used.put(letters.get(digit - '0'), digit - '0'));
        return new Cryptarithm(all.stream().map(number -> word(number, letters)).toList(), word(sum, letters), used);
    }

    private static String word(String number, List<Character> letters) {
        return number.chars()
                .mapToObj(digit -> String.valueOf(letters.get(digit - '0')))
                .collect(Collectors.joining());
    }
}
