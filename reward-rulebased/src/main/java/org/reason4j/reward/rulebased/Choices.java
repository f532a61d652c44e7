package org.reason4j.reward.rulebased;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.reward.rulebased.text.TimedText;

/**
 * Reads which of some lettered choices a text names. The first of these rules that finds a letter decides:
 *
 * <ol>
 *   <li>the last box, if a label is all it holds: {@code B}, {@code (b)}, {@code B.}, {@code \text{B}} or {@code B. Paris};
 *   <li>the last {@code <answer>} tag: if it holds no label, the rules below read its content alone;
 *   <li>the last statement such as {@code the answer is B}, {@code Answer: (B)}, {@code the correct option is **b**};
 *   <li>of the last line that names a choice, a label at its beginning: {@code B) because A is wrong};
 *   <li>of the last sentence of that line that names a choice, the capital that stands alone, if there is only one.
 * </ol>
 *
 * <p>An A that begins a sentence is the article, unless punctuation or a word such as {@code is} follows. An I stands for a
 * choice in a label only.
 */
final class Choices {

    private static final String OPENING = "(?:\\\\text\\w{0,4}\\{|[\\s*_(\\[{\"'$]){0,8}+";
    private static final String CLOSING = "[*_\\])}\"'$]{0,4}+";
    private static final String FOLLOWED = "(?![\\p{L}\\d])";
    private static final String AFTER_LABEL = "(?:[.:]|\\s*+$|\\s[-\u2013\u2014])";
    private static final int LONGEST_VERB = 20;
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?;])\\s++");
    private static final Pattern VERB = Pattern.compile(
            "\\s*+(?:[^\\p{L}\\s]|$|(?:is|was|are|has|and|or|but|because|since|as|so|would|should|must|can|does|seems|fits"
                    + "|works)\\b).*+",
            Pattern.DOTALL);

    private final String letters;
    private final Pattern label;
    private final Pattern statement;
    private final Pattern bracketed;

    Choices(String letters) {
        this.letters = letters;
        String either = "([" + letters + letters.toLowerCase(Locale.ROOT) + "])";
        label = Pattern.compile(
                "^" + OPENING + either + FOLLOWED + "(?:" + CLOSING + AFTER_LABEL + "|[\\])}]" + CLOSING + ").*+",
                Pattern.DOTALL);
        statement = Pattern.compile("(?i:\\b(?:answer|(?:correct|right)\\s(?:choice|option|letter|one))"
                + "[*_]{0,2}+(?:\\s{1,3}+(?:is|was|would\\sbe|should\\sbe|must\\sbe))?[*_]{0,2}+\\s{0,3}+[:=]?[*_]{0,2}+"
                + "\\s{0,3}+(?:the\\s{1,3}+)?(?:(?:correct\\s)?(?:choice|option|letter)\\s{1,3}+)?)"
                + OPENING + either + FOLLOWED);
        bracketed = Pattern.compile("[(\\[]" + either + "[)\\]]|(?<![\\p{L}\\d'])([" + letters + "])" + FOLLOWED);
    }

    String letters() {
        return letters;
    }

    /** Returns the letter of a text that is or begins with a label, in capitals. */
    Optional<String> label(String text) {
        String content = Boxed.last(text).orElse(text).strip();
        Matcher matcher = label.matcher(content);
        return matcher.matches() ? Optional.of(capital(matcher.group(1))) : said(content);
    }

    /** Returns the letter that a response chooses, in capitals; empty if it chooses none. */
    Optional<String> of(String response) {
        Optional<String> tagged = AnswerReader.lastTagged(response);
        String text = tagged.orElse(response);
        return Boxed.last(response)
                .flatMap(this::wholly)
                .or(() -> tagged.flatMap(this::wholly))
                .or(() -> said(text))
                .or(() -> inItsLastLine(text));
    }

    /** The letter of a label. */
    private Optional<String> wholly(String text) {
        Matcher matcher = label.matcher(text.strip());
        return matcher.matches() ? Optional.of(capital(matcher.group(1))) : Optional.empty();
    }

    /** The letter of the last statement. */
    private Optional<String> said(String text) {
        Matcher matcher = statement.matcher(TimedText.of(text));
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            if (!matcher.group(1).equalsIgnoreCase("a") || isFollowedByVerb(text, matcher.end(1))) {
                last = Optional.of(capital(matcher.group(1)));
            }
        }
        return last;
    }

    private Optional<String> inItsLastLine(String text) {
        int end = text.length();
        while (end > 0) {
            int start = text.lastIndexOf('\n', end - 1) + 1;
            String line = text.substring(start, end);
            Optional<String> begun = wholly(line);
            if (begun.isPresent()) {
                return begun;
            }
            List<TreeSet<String>> named = sentences(line);
            if (!named.isEmpty()) {
                TreeSet<String> last = named.get(named.size() - 1);
                return last.size() == 1 ? Optional.of(last.first()) : Optional.empty();
            }
            end = start - 1;
        }
        return Optional.empty();
    }

    /** The choices that each sentence of a line names; sentences without one are left out. */
    private List<TreeSet<String>> sentences(String line) {
        List<TreeSet<String>> named = new ArrayList<>();
        for (String sentence : SENTENCE_END.split(line)) {
            TreeSet<String> letters = new TreeSet<>();
            Matcher matcher = bracketed.matcher(TimedText.of(sentence));
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    letters.add(capital(matcher.group(1)));
                } else if (standsForAChoice(sentence, matcher.start(2))) {
                    letters.add(matcher.group(2));
                }
            }
            if (!letters.isEmpty()) {
                named.add(letters);
            }
        }
        return named;
    }

    private static boolean standsForAChoice(String sentence, int at) {
        return switch (sentence.charAt(at)) {
            case 'A' -> !begins(sentence, at) || isFollowedByVerb(sentence, at + 1);
            case 'I' -> false;
            default -> true;
        };
    }

    /** True if nothing but blanks stands before a place, or a colon. */
    private static boolean begins(String sentence, int at) {
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(sentence.charAt(before))) {
            before--;
        }
        return before < 0 || sentence.charAt(before) == ':';
    }

    /** True if punctuation, the end or a word such as "is" follows, which no article has. */
    private static boolean isFollowedByVerb(String text, int from) {
        return VERB.matcher(text.substring(from, Math.min(text.length(), from + LONGEST_VERB)))
                .matches();
    }

    private static String capital(String letter) {
        return letter.toUpperCase(Locale.ROOT);
    }
}
