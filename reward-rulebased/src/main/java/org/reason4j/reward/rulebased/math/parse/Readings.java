package org.reason4j.reward.rulebased.math.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.reward.rulebased.math.parse.Lexer.Commas;
import org.reason4j.reward.rulebased.math.parse.Node.Words;

/**
 * What a text may mean. Mostly it is one thing; {@code 1,234} may be a number and may be a list, and {@code 3,14} may be a
 * decimal.
 */
public final class Readings {

    private static final Pattern ONLY_WORDS = Pattern.compile("[\\p{L}\\s.'\\-]++");
    private static final Pattern GROUPED = Pattern.compile(".*?\\d,\\d{3}.*+", Pattern.DOTALL);
    private static final Pattern DECIMAL = Pattern.compile("[^,(\\[{]*?\\d,\\d++[^,\\d(\\[{]*+", Pattern.DOTALL);
    /** A number, and units of one letter behind a blank. */
    private static final Pattern MEASURED = Pattern.compile(
            "([^A-Za-z]*?[\\d.}]\\$?) +\\$?((?:km|cm|mm|kg|m|s|g|h|l|L|N|J|W|V|A|K|C|F)(?:\\^?\\{?[23]\\}?)?"
                    + "(?:/(?:min|km|cm|hr|m|s|h|g|l|L)(?:\\^?\\{?[23]\\}?)?)?)\\$?");

    private static final Set<String> SHORT = Set.of("yes", "no", "odd", "all", "red", "man", "sun", "mon");
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12));

    private Readings() {}

    /** Every reading, the likeliest first; {@link Words} alone if the text is no formula. */
    public static List<Node> of(String text, Budget budget) {
        String latex = Spelling.balanced(Spelling.latex(withoutEmphasis(text.strip())));
        if (ONLY_WORDS.matcher(latex).matches() && isText(Spelling.words(latex))) {
            return List.of(words(latex));
        }
        List<Node> readings = new ArrayList<>();
        add(readings, latex, Commas.GROUP, budget);
        if (GROUPED.matcher(latex).matches()) {
            add(readings, latex, Commas.SEPARATE, budget);
        }
        boolean group = GROUPED.matcher(latex).matches() && !latex.contains("0,");
        if (DECIMAL.matcher(latex).matches() && !group) {
            add(readings, latex, Commas.DECIMAL, budget);
        }
        Matcher measured = MEASURED.matcher(latex);
        if (measured.matches()) {
            add(readings, measured.group(1) + "\\text{" + measured.group(2) + "}", Commas.GROUP, budget);
        }
        Clock.time(latex).ifPresent(readings::add);
        return readings.isEmpty() ? List.of(words(latex)) : readings;
    }

    /** Takes Markdown's asterisks off both ends. */
    private static String withoutEmphasis(String text) {
        boolean bold = text.length() > 4 && text.startsWith("**") && text.endsWith("**");
        return bold ? text.substring(2, text.length() - 2) : text;
    }

    /** True for words that are not variables next to each other: {@code xyz} may be a product. */
    private static boolean isText(String words) {
        boolean word = words.length() > 3 || SHORT.contains(words) || NUMBERS.containsKey(words);
        return word && !words.equals("infinity") && !words.equals("infty") && !Spelling.GREEK.contains(words);
    }

    private static void add(List<Node> readings, String latex, Commas commas, Budget budget) {
        try {
            Node reading = AnswerParser.parse(Lexer.tokens(latex, commas, budget), budget);
            if (!readings.contains(reading)) {
                readings.add(reading);
            }
        } catch (UnreadableException e) { // in this way it is no formula: the other ways, or words
            budget.surface();
        }
    }

    /** A text that is no formula; a number if it is a number's name. */
    public static Node words(String text) {
        String words = Spelling.words(text);
        return NUMBERS.containsKey(words) ? Node.number(NUMBERS.get(words)) : new Words(words);
    }
}
