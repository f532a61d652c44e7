package org.reason4j.gym;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changed answers: wrong ones, unless a problem has several right answers. */
final class Mutants {

    private Mutants() {}

    /** Answers with one change each. */
    static Set<String> of(String answer, Draws draws) {
        Set<String> mutants = new LinkedHashSet<>();
        mutants.add("");
        mutants.add(answer + " 7");
        mutants.add(answer + "\n" + answer);
        mutants.add(changed(answer, draws.below(answer.length())));
        mutants.add(changed(answer, draws.below(answer.length())));
        List<String> parts = List.of(answer.split("(?<=[\\s,;])|(?=[\\s,;])"));
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).matches(".*[\\p{L}\\p{N}].*")) {
                words.add(i);
            }
        }
        if (words.size() > 1) {
            int one = draws.pick(words);
            int other = draws.pick(words);
            if (!parts.get(one).equals(parts.get(other))) {
                List<String> swapped = new ArrayList<>(parts);
                Collections.swap(swapped, one, other);
                mutants.add(String.join("", swapped));
            }
            List<String> dropped = new ArrayList<>(parts);
            dropped.remove(one);
            mutants.add(String.join("", dropped));
        }
        List<String> lines = new ArrayList<>(answer.lines().toList());
        if (lines.size() > 1) {
            Collections.reverse(lines);
            if (!lines.equals(answer.lines().toList())) {
                mutants.add(String.join("\n", lines));
            }
            mutants.add(String.join("\n", lines.subList(1, lines.size())));
        }
        mutants.remove(answer);
        return mutants;
    }

    /** The answer with the letter or digit at or after a place changed; the answer itself where there is none. */
    private static String changed(String answer, int from) {
        for (int i = from; i < answer.length(); i++) {
            char old = answer.charAt(i);
            if (Character.isLetterOrDigit(old)) {
                char other = Character.isDigit(old)
                        ? (char) ('0' + (old - '0' + 1) % 10)
                        : (char) ("xyzXYZ".indexOf(old) < 0 ? old + 2 : old - 2);
                return answer.substring(0, i) + other + answer.substring(i + 1);
            }
        }
        return answer;
    }

    /** Texts that answer nothing. */
    static List<String> junk(Problem problem) {
        return List.of(
                "",
                " \n ",
                "I don't know",
                "[",
                "]]",
                "[[",
                "{\"a\": [1,",
                "-",
                "1e999999999",
                "9".repeat(50_000),
                "(".repeat(15_000),
                "[".repeat(15_000),
                "1+".repeat(9_000),
                "1 ".repeat(9_000),
                "\n".repeat(15_000),
                "\uD800",
                "\u0000",
                "__import__('os').getcwd()",
                problem.question(),
                "The answer is perhaps " + problem.answer() + ", or perhaps not.");
    }
}
