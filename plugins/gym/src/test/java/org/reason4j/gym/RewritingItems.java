package org.reason4j.gym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reason4j.gym.rewriting.Ab;
import org.reason4j.gym.rewriting.Bf;
import org.reason4j.gym.rewriting.BinaryAlternation;
import org.reason4j.gym.rewriting.IsomorphicStrings;
import org.reason4j.gym.rewriting.PalindromeGeneration;
import org.reason4j.gym.rewriting.PalindromePartitioning;
import org.reason4j.gym.rewriting.Reaction;
import org.reason4j.gym.rewriting.RewriteRule;
import org.reason4j.gym.rewriting.RewriteRule.Place;
import org.reason4j.gym.rewriting.StringInsertion;
import org.reason4j.gym.rewriting.StringManipulation;
import org.reason4j.gym.rewriting.StringSplitting;
import org.reason4j.gym.rewriting.StringSynthesis;

/** Outside items about strings that rules change. */
final class RewritingItems {

    private static final Pattern QUOTED = Pattern.compile("'([a-z]+)'(?!s)");
    private static final Pattern PUT = Pattern.compile("replace .* with [^']*'([a-z]+)'|replace .*\\('([a-z]+)'\\)");
    private static final Pattern ADDED = Pattern.compile("(?:append|prepend) '([a-z]+)'");

    private RewritingItems() {}

    static Theme theme() {
        return new Theme(
                Map.of(
                        "isomorphic_strings",
                        Outside.of(item -> new IsomorphicStrings(
                                item.at("/metadata/words/0").asText(),
                                item.at("/metadata/words/1").asText())),
                        "palindrome_generation",
                        Outside.of(item -> new PalindromeGeneration(TextItems.texts(item.at("/metadata/letters")))),
                        "palindrome_partitioning",
                        Outside.of(item -> new PalindromePartitioning(TextItems.text(item, "string"))),
                        "string_insertion",
                        Outside.of(item -> new StringInsertion(TextItems.text(item, "string"))),
                        "string_manipulation",
                        Outside.of(RewritingItems::stringManipulation),
                        "string_splitting",
                        Outside.of(RewritingItems::stringSplitting),
                        "string_synthesis",
                        Outside.of(RewritingItems::stringSynthesis),
                        "binary_alternation",
                        Outside.of(item -> new BinaryAlternation(TextItems.text(item, "string"))),
                        "ab",
                        Outside.of(item -> new Ab(List.of(
                                TextItems.lineBehind(item, "program:\n\n").split(" ")))),
                        "bf",
                        Outside.of(item -> new Bf(TextItems.text(item, "bf_program")))),
                Set.of("palindrome-generation", "palindrome-partitioning"));
    }

    private static StringManipulation stringManipulation(JsonNode item) {
        return new StringManipulation(
                TextItems.lineBehind(item, "rules:\n"),
                TextItems.texts(item.at("/metadata/selected_rules")).stream()
                        .map(RewritingItems::rule)
                        .toList());
    }

    private static RewriteRule rule(String text) {
        if (text.contains("greater than")) {
            return new RewriteRule.Longer(Integer.parseInt(text.replaceAll("\\D", "")));
        }
        String added = ADDED.matcher(text)
                .results()
                .map(one -> one.group(1))
                .findFirst()
                .orElse("");
        if (text.contains("even number")) {
            return new RewriteRule.Even(text.charAt(text.indexOf('\'') + 1), added);
        }
        String found = QUOTED.matcher(text).results().findFirst().orElseThrow().group(1);
        boolean start = text.contains("prefix") || text.contains("starts with");
        boolean end = text.contains("suffix") || text.contains("ends with");
        Place inside = text.contains("not at the start") ? Place.INSIDE : Place.FIRST;
        return new RewriteRule.Replace(
                start ? Place.START : end ? Place.END : inside,
                found,
                put(text, found),
                added,
                start && text.contains("the last character") ? 1 : 0);
    }

    private static String put(String text, String found) {
        MatchResult put = PUT.matcher(text).results().findFirst().orElse(null);
        if (put != null) {
            return put.group(1) == null ? put.group(2) : put.group(1);
        }
        if (text.contains("remove the first character")) {
            return found.substring(1);
        }
        boolean one = text.contains("remove the second character") || text.contains("remove the last character");
        return one ? found.substring(0, 1) : "";
    }

    private static StringSplitting stringSplitting(JsonNode item) {
        return new StringSplitting(
                rules(StringSplitting.NAMES, "A > 2 X + Y", "2 B > X", "2 C > Y", "B + C > A", "X + Y > Z"),
                start(item.at("/metadata/initial_machines"), StringSplitting.NAMES.size()));
    }

    private static StringSynthesis stringSynthesis(JsonNode item) { // K L M are the braces, R S T the round brackets
        return new StringSynthesis(
                rules(
                        StringSynthesis.NAMES,
                        "A + B + C > K",
                        "A + B > M",
                        "B + C > L",
                        "2 C > M",
                        "K + M > R + S",
                        "2 L > T"),
                start(item.at("/metadata/initial_blocks"), StringSynthesis.NAMES.size()));
    }

    private static List<Reaction> rules(List<String> names, String... rules) {
        return Stream.of(rules)
                .map(rule -> rule.split(" > "))
                .map(sides -> new Reaction(side(sides[0], names), side(sides[1], names)))
                .toList();
    }

    private static List<Integer> side(String side, List<String> names) { // such as A + 2 B
        Integer[] counts = new Integer[names.size()];
        Arrays.fill(counts, 0);
        for (String term : side.split(" \\+ ")) {
            int space = term.indexOf(' ');
            counts[names.indexOf(term.substring(space + 1))] =
                    space < 0 ? 1 : Integer.parseInt(term.substring(0, space));
        }
        return List.of(counts);
    }

    private static List<Integer> start(JsonNode counts, int kinds) {
        List<Integer> start = new ArrayList<>(ArithmeticItems.integers(counts));
        start.addAll(Collections.nCopies(kinds - start.size(), 0));
        return start;
    }
}
