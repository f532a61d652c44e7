package org.reason4j.gym.puzzle;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * Digits for letters so that a sum of words holds.
 *
 * @param addends the words that are added
 * @param sum the word that they come to
 * @param digits one right choice, by letter
 */
public record Cryptarithm(List<String> addends, String sum, Map<Character, Integer> digits) implements Problem {

    private static final Pattern PAIR = Pattern.compile("([A-Za-z])\\s*=\\s*([0-9])");

    public Cryptarithm {
        addends = List.copyOf(addends);
        digits = Collections.unmodifiableMap(new TreeMap<>(digits));
    }

    @Override
    public String question() {
        return "In " + String.join(" + ", addends) + " = " + sum
                + " every letter stands for a digit, different letters for"
                + " different digits, and no word begins with 0. Which digits make the sum right? Answer with a list of all"
                + " letters in this form: A=1, B=2, ...";
    }

    @Override
    public String answer() {
        return digits.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(", "));
    }

    private List<String> words() {
        return Stream.concat(addends.stream(), Stream.of(sum)).toList();
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.list(answer)
                .filter(pairs -> pairs.size() <= 26)
                .flatMap(Cryptarithm::read)
                .filter(this::holds)
                .isPresent();
    }

    private static Optional<Map<Character, Integer>> read(List<String> pairs) {
        Map<Character, Integer> digits = new TreeMap<>();
        for (String pair : pairs) {
            Matcher form = PAIR.matcher(pair);
            if (!form.matches()
                    || digits.put(
                                    Character.toUpperCase(form.group(1).charAt(0)),
                                    form.group(2).charAt(0) - '0')
                            != null) {
                return Optional.empty();
            }
        }
        return Optional.of(digits);
    }

    private boolean holds(Map<Character, Integer> chosen) {
        TreeSet<Character> letters = words().stream()
                .flatMapToInt(String::chars)
                .mapToObj(letter -> (char) letter)
                .collect(Collectors.toCollection(TreeSet::new));
        return chosen.keySet().equals(letters)
                && new TreeSet<>(chosen.values()).size() == letters.size()
                && words().stream().noneMatch(word -> word.length() > 1 && value(word.substring(0, 1), chosen) == 0)
                && addends.stream().mapToLong(word -> value(word, chosen)).sum() == value(sum, chosen);
    }

    private static long value(String word, Map<Character, Integer> digits) {
        long value = 0;
        for (char letter : word.toCharArray()) {
            value = 10 * value + digits.getOrDefault(letter, 0);
        }
        return value;
    }

    /** Letters of all words, times the different ones. */
    @Override
    public double work() {
        return words().stream().mapToInt(String::length).sum() * (double) digits.size();
    }
}
