package org.reason4j.core.formats.template.value;

import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text as Python sees it: a sequence of code points with Python's idea of white space. */
public final class Text {

    private static final int LONGEST_ENTITY = 6;

    /** Cost of comparing a character, in characters that are only read. */
    private static final long COMPARE = 4;

    private Text() {}

    public static boolean isSpace(int c) {
        return c == ' '
                || (c >= 0x09 && c <= 0x0d)
                || (c >= 0x1c && c <= 0x1f)
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    public static boolean isBlank(String text) {
        return text.chars().allMatch(Text::isSpace);
    }

    public static int length(String text) {
        Budget.current().read(text.length());
        return text.codePointCount(0, text.length());
    }

    /** One string per code point. */
    public static List<Object> characters(String text) {
        Budget.current().items(text.length());
        return text.codePoints().mapToObj(Character::toString).collect(Collectors.toList());
    }

    /** The text so many times one after the other, not at all if the number is negative. */
    public static String repeat(String text, long times) {
        long count = Math.max(0, times);
        Budget.current().grow(Math.min(count, Integer.MAX_VALUE) * text.length());
        return text.isEmpty() ? "" : text.repeat((int) count);
    }

    /** The characters from {@code start} up to {@code stop}, both at most the length. */
    public static String section(String text, int start, int stop) {
        Budget.current().grow(Math.max(0, stop - start));
        int from = text.offsetByCodePoints(0, start);
        return start >= stop ? "" : text.substring(from, text.offsetByCodePoints(from, stop - start));
    }

    /** Orders two texts by their characters. */
    public static int compare(String left, String right) {
        Budget.current().read(COMPARE * Math.min(left.length(), right.length()));
        int same = 0;
        int shorter = Math.min(left.length(), right.length());
        while (same < shorter && left.charAt(same) == right.charAt(same)) {
            same++;
        }
        if (same == left.length() || same == right.length()) {
            return Integer.compare(left.length(), right.length());
        }
        return Integer.compare(inOrder(left.charAt(same)), inOrder(right.charAt(same)));
    }

    /** A char by which texts have the order of their code points: surrogates come last. */
    private static int inOrder(char c) {
        return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }

    public static String stripRight(String text) {
        return stripRight(text, Text::isSpace);
    }

    public static String stripLeft(String text, IntPredicate unwanted) {
        int start = 0;
        while (start < text.length() && unwanted.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start);
    }

    public static String stripRight(String text, IntPredicate unwanted) {
        int end = text.length();
        while (end > 0 && unwanted.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    /** Upper case for the first character, lower case for the others. */
    public static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return titleCase(text.substring(0, first)) + lower(text.substring(first));
    }

    public static String lower(String text) {
        Budget.current().grow(text.length());
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    public static String upper(String text) {
        Budget.current().grow(text.length());
        return text.toUpperCase(java.util.Locale.ROOT);
    }

    private static String titleCase(String character) {
        int title = Character.toTitleCase(character.codePointAt(0));
        return title == character.codePointAt(0) ? upper(character) : Character.toString(title);
    }

    /** Capitalizes every run of letters. */
    public static String title(String text) {
        Budget.current().work(text.length());
        StringBuilder result = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            String character = Character.toString(c);
            result.append(inWord ? lower(character) : titleCase(character));
            inWord = Character.isLetter(c);
        }
        return result.toString();
    }

    public static String swapCase(String text) {
        Budget.current().work(text.length());
        return text.codePoints()
                .mapToObj(c -> Character.isUpperCase(c) ? lower(Character.toString(c)) : upper(Character.toString(c)))
                .collect(Collectors.joining());
    }

    public static String escapeHtml(String text) {
        Budget.current().grow(LONGEST_ENTITY * (long) text.length());
        return text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    /** Python's {@code repr} of a string. */
    public static String quoted(String text) {
        Budget.current().grow(text.length());
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder result = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            if (c == quote || c == '\\') {
                result.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                result.append("\\n");
            } else if (c == '\r') {
                result.append("\\r");
            } else if (c == '\t') {
                result.append("\\t");
            } else if (c == ' ' || isPrintable(c)) {
                result.appendCodePoint(c);
            } else {
                String digits = HexFormat.of().toHexDigits(c);
                result.append(c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U")
                        .append(digits, c < 0x100 ? 6 : c < 0x10000 ? 4 : 0, digits.length());
                Budget.current().grow(digits.length());
            }
        });
        return result.append(quote).toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Resolves the backslash escapes of a Python string literal; unknown ones stay as they are. */
    public static String unescape(String literal) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < literal.length()) {
            char c = literal.charAt(i++);
            if (c != '\\' || i == literal.length()) {
                result.append(c);
                continue;
            }
            char escaped = literal.charAt(i++);
            int plain = "\\'\"abfnrtv\n".indexOf(escaped);
            int digits = "xuU".indexOf(escaped);
            if (escaped == '\n') {
                continue;
            } else if (plain >= 0) {
                result.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(plain));
            } else if (digits >= 0 && isHex(literal, i, 2 << digits)) {
                result.appendCodePoint(Integer.parseInt(literal.substring(i, i + (2 << digits)), 16));
                i += 2 << digits;
            } else if (escaped == 'N' && literal.startsWith("{", i) && literal.indexOf('}', i) > 0) {
                int end = literal.indexOf('}', i);
                result.appendCodePoint(Character.codePointOf(literal.substring(i + 1, end)));
                i = end + 1;
            } else if (escaped >= '0' && escaped <= '7') {
                int end = i;
                while (end < Math.min(i + 2, literal.length())
                        && literal.charAt(end) >= '0'
                        && literal.charAt(end) <= '7') {
                    end++;
                }
                result.append((char) Integer.parseInt(literal.substring(i - 1, end), 8));
                i = end;
            } else {
                result.append('\\').append(escaped);
            }
        }
        return result.toString();
    }

    private static boolean isHex(String text, int from, int count) {
        return from + count <= text.length()
                && IntStream.range(from, from + count).allMatch(i -> Character.digit(text.charAt(i), 16) >= 0);
    }
}
