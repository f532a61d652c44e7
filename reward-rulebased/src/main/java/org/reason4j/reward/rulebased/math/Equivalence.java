package org.reason4j.reward.rulebased.math;

import java.util.List;
import java.util.regex.Pattern;
import org.reason4j.reward.rulebased.math.number.Verdict;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Readings;
import org.reason4j.reward.rulebased.math.parse.Spelling;

/** Compares the texts of two answers: equal if a reading of one is equal to a reading of the other. */
final class Equivalence {

    private static final Pattern CHOICE = Pattern.compile("\\(?([A-Z])\\)?");
    private static final Pattern LABELLED = Pattern.compile("(?:\\(([A-Z])\\)|([A-Z])[.):])\\s.*+", Pattern.DOTALL);
    private static final Pattern COMMANDS = Pattern.compile("\\\\(?:text[a-z]*+|mbox|mathrm|boxed)\\b");

    private final int digits;
    private final Budget budget;

    Equivalence(int digits, Budget budget) {
        this.digits = digits;
        this.budget = budget;
    }

    Verdict compare(String gold, String answer) {
        if (answer.isBlank()) {
            return Verdict.DIFFERENT;
        } else if (gold.strip().equals(answer.strip())) {
            return Verdict.EQUAL;
        }
        List<Node> right = readings(gold);
        List<Node> given = readings(answer);
        if (isWords(right) || isWords(given)) {
            return words(gold, answer, right);
        }
        Comparison comparison = new Comparison(digits, budget);
        Verdict verdict = Verdict.DIFFERENT;
        for (Node one : right) {
            for (Node other : given) {
                verdict = verdict.or(comparison.compare(one, other));
            }
        }
        return verdict;
    }

    private List<Node> readings(String text) {
        return Readings.of(text, budget).stream().map(Matrices::workedOut).toList();
    }

    private static boolean isWords(List<Node> readings) {
        return readings.get(0) instanceof Node.Words;
    }

    /** Compares texts of which one at least is no formula, by their letters and digits. */
    private static Verdict words(String gold, String answer, List<Node> right) {
        String one = plain(gold);
        String other = plain(answer);
        boolean same = one.equals(other) && !one.isEmpty();
        if (same && isOnlyWords(gold) && isOnlyWords(answer) || sameSigns(gold, answer) || sameChoice(gold, answer)) {
            return Verdict.EQUAL;
        }
        return isWords(right) && !isOnlyWords(gold) ? Verdict.UNDECIDED : Verdict.DIFFERENT;
    }

    private static String plain(String text) {
        return Spelling.words(COMMANDS.matcher(Spelling.latex(text)).replaceAll(" "));
    }

    /** True for letters, blanks and the marks of prose: their order says all. */
    private static boolean isOnlyWords(String text) {
        return COMMANDS.matcher(Spelling.latex(text))
                .replaceAll(" ")
                .chars()
                .allMatch(sign -> Character.isLetterOrDigit(sign)
                        || Character.isWhitespace(sign)
                        || "{}$.,;:!?'\"()-".indexOf(sign) >= 0);
    }

    private static boolean sameSigns(String gold, String answer) {
        String one = Spelling.latex(gold).replaceAll("[\\s$]++", "");
        return !one.isEmpty() && one.equals(Spelling.latex(answer).replaceAll("[\\s$]++", ""));
    }

    /** The choice {@code C} and {@code C. x = 42}. */
    private static boolean sameChoice(String gold, String answer) {
        return labelled(letter(gold), answer) || labelled(letter(answer), gold);
    }

    private static String letter(String text) {
        var choice = CHOICE.matcher(COMMANDS.matcher(text).replaceAll("").replaceAll("[{}$\\s]", ""));
        return choice.matches() ? choice.group(1) : "";
    }

    private static boolean labelled(String letter, String text) {
        var label = LABELLED.matcher(COMMANDS.matcher(text.replace("\\ ", " "))
                .replaceAll("")
                .replaceAll("[{}$]", "")
                .strip());
        return !letter.isEmpty()
                && label.matches()
                && letter.equals(label.group(1) == null ? label.group(2) : label.group(1));
    }
}
