package org.reason4j.reward.rulebased.math.parse;

import java.util.List;
import org.reason4j.reward.rulebased.math.parse.Lexer.Commas;

/**
 * Reads the digits that begin at a place: {@code 1,234.5}, {@code 1{,}234}, {@code 1\,234}, {@code 1 234}, {@code 5e-3} and
 * {@code 0.\overline{3}}, whose spelling is {@code 0.(3)}.
 */
final class NumberScanner {

    private static final List<String> SEPARATORS = List.of("{,}", ",\\!", "\\,", "\\ ", "\\!", "{\\,}");

    private final String text;
    private final StringBuilder spelled = new StringBuilder();
    private int position;

    NumberScanner(String text, int start, Commas commas) {
        this.text = text;
        this.position = start;
        int first = digits();
        while (first >= 1 && first <= 3 && group(commas)) {
            digits();
        }
        if (fractionFollows(commas)) {
            spelled.append('.');
            digits();
            repeating();
        }
        exponent();
    }

    int end() {
        return position;
    }

    String spelled() {
        return spelled.toString();
    }

    private boolean digitAt(int index) {
        return index < text.length() && Lexer.isDigit(text.charAt(index));
    }

    private int digits() {
        int start = position;
        while (digitAt(position)) {
            spelled.append(text.charAt(position++));
        }
        return position - start;
    }

    /** Skips what stands before three digits that belong to the number. */
    private boolean group(Commas commas) {
        int digits = separator(commas);
        boolean three = digits > position
                && digitAt(digits)
                && digitAt(digits + 1)
                && digitAt(digits + 2)
                && !digitAt(digits + 3);
        if (three) {
            position = digits;
        }
        return three;
    }

    /** The place behind a separator of thousands; the present one if there is none. */
    private int separator(Commas commas) {
        for (String one : SEPARATORS) {
            if (text.startsWith(one, position)) {
                return skipBlanks(position + one.length());
            }
        }
        if (commas == Commas.GROUP && text.startsWith(",", position)) {
            return position + 1;
        }
        boolean blank = text.startsWith(" ", position) && digitAt(position + 1) && !slashFollows(position + 1);
        return blank && commas != Commas.SEPARATE ? position + 1 : position;
    }

    /** True for {@code 125/6}: a fraction of its own. */
    private boolean slashFollows(int start) {
        int end = start;
        while (digitAt(end)) {
            end++;
        }
        return text.startsWith("/", end);
    }

    private int skipBlanks(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    private boolean fractionFollows(Commas commas) {
        boolean comma = commas == Commas.DECIMAL && text.startsWith(",", position);
        String mark = text.startsWith("{,}", position) ? "{,}" : comma ? "," : ".";
        if (!text.startsWith(mark, position)) {
            return false;
        }
        int next = position + mark.length();
        boolean more =
                digitAt(next) || text.startsWith("\\overline", next) || text.startsWith("(", next) && digitAt(next + 1);
        if (more || mark.equals(".") && !text.startsWith(".", next)) {
            position = next;
        }
        return more;
    }

    private void repeating() {
        boolean line = text.startsWith("\\overline{", position);
        boolean round = text.startsWith("(", position) && spelled.charAt(spelled.length() - 1) == '.';
        int start = position + (line ? "\\overline{".length() : 1);
        int end = start;
        while (digitAt(end)) {
            end++;
        }
        if ((line && text.startsWith("}", end) || round && text.startsWith(")", end)) && end > start) {
            spelled.append('(').append(text, start, end).append(')');
            position = end + 1;
        }
    }

    private void exponent() {
        if (position < text.length() && (text.charAt(position) == 'e' || text.charAt(position) == 'E')) {
            int sign = position + 1;
            boolean signed = text.startsWith("-", sign) || text.startsWith("+", sign);
            if (digitAt(sign + (signed ? 1 : 0))) {
                spelled.append('e').append(signed ? text.substring(sign, sign + 1) : "");
                position = sign + (signed ? 1 : 0);
                digits();
            }
        }
    }
}
