package org.reason4j.reward.rulebased;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A normal form of quantitative answers, from the evaluation of Minerva.
 *
 * <p>Only the text after the last {@code =} counts. The sign {@code −} is a hyphen. Articles, blanks, units and filler words are removed, then dollar
 * signs and the wrappers {@code \text}, {@code \textbf}, {@code \overline} and {@code \boxed}; {@code \frac12} and
 * {@code \sqrt2} get braces; a plain number loses its commas.
 *
 * @see <a href="https://arxiv.org/abs/2206.14858">Minerva, appendix D.1</a>
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness, minerva_math</a>
 */
final class MinervaNormalForm {

    private static final List<String> DROPPED_FIRST = List.of("an ", "a ");
    private static final List<String> DROPPED_NEXT = List.of("\\$", "\\ ", " ");
    private static final List<String> UNITS = List.of(
            ("square ways integers dollars mph inches hours km units \\ldots sue points feet minutes digits cents degrees"
                            + " cm gm pounds meters meals edges students childrentickets multiples \\text{s} \\text{.}")
                    .split(" "));
    private static final List<String> DROPPED_LAST = List.of(
            "\\text{\ns}",
            "\\text{}^2",
            "\\text{}^3",
            "\\text{\n}",
            "\\text{}",
            "\\mathrm{th}",
            "^\\circ",
            "^{\\circ}",
            "\\;",
            ",\\!",
            "{,}",
            "\"",
            "\\dots");
    /** An opening without an end takes the rest, so that a text is read once, whatever is in it. */
    private static final Pattern WRAPPED = Pattern.compile("\\\\(?:text|textbf|overline)\\{([^}]*+)(\\}?)");

    /** What ends with the line's last brace; without one, the rest of the line. */
    private static final Pattern BOX = Pattern.compile("\\\\boxed\\{(?:(.*)\\}(.*+)|.*+)");

    private static final Pattern BARE_FRACTION = Pattern.compile("frac([^{])(.)");
    private static final Pattern BARE_SQRT = Pattern.compile("sqrt([^{])");

    private MinervaNormalForm() {}

    static String of(String answer) {
        String text = without(answer.substring(answer.lastIndexOf('=') + 1).replace('\u2212', '-'), DROPPED_FIRST)
                .replace(".$", "$");
        text = without(text, DROPPED_NEXT).replace("mbox", "text");
        text = text.replace(",\\text{and}", ",").replace("\\text{and}", ",").replace("\\text{m}", "\\text{}");
        text = without(without(text, UNITS), DROPPED_LAST);
        text = withoutBoxes(withoutWrappers(betweenDollars(text)));
        text = BARE_FRACTION.matcher(text).replaceAll("frac{$1}{$2}");
        text = BARE_SQRT.matcher(text).replaceAll("sqrt{$1}").replace("$", "");
        String digits = text.replace(",", "");
        return digits.matches("\\d++") ? digits : text.strip();
    }

    /** What stands between the first two dollar signs, or the text if there is one sign or none. */
    private static String betweenDollars(String text) {
        int first = text.indexOf('$');
        int second = text.indexOf('$', first + 1);
        return first < 0 || second < 0 ? text : text.substring(first + 1, second);
    }

    private static String withoutWrappers(String text) {
        return WRAPPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(2).isEmpty() ? found.group() : found.group(1)));
    }

    private static String withoutBoxes(String text) {
        return BOX.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? found.group() : found.group(1) + found.group(2)));
    }

    private static String without(String text, List<String> dropped) {
        String rest = text;
        for (String word : dropped) {
            rest = rest.replace(word, "");
        }
        return rest;
    }
}
