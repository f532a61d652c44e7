package org.reason4j.core.formats.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.value.Text;

/**
 * Cuts template source into tokens, with {@code trim_blocks} and {@code lstrip_blocks} switched on: the newline after a tag
 * is dropped, and so is the blank space before a tag that begins its line.
 */
final class Lexer {

    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-%\\}|%\\})");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");
    private static final Pattern FLOAT = Pattern.compile(
            "(?<!\\.)(?:\\d++_)*+\\d++(?:(?:\\.(?:\\d++_)*+\\d++)?[eE][+-]?(?:\\d++_)*+\\d++|\\.(?:\\d++_)*+\\d++)");
    private static final Pattern INTEGER = Pattern.compile(
            "0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|0[xX](?:_?[0-9a-fA-F])++|[1-9](?:_?\\d)*+|0(?:_?0)*+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");
    private static final Pattern STRING =
            Pattern.compile("'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|[=!<>]=|[-+/*%~\\[\\](){}<>=.:|,;]");

    /** Characters of the longest name or number. */
    private static final int LONGEST_WORD = 5_000;

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineKnownAt;
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        if (source.length() > ChatTemplate.LONGEST) {
            throw new ConfigException(String.format(
                    Locale.ROOT,
                    "Chat template: found %,d characters, expected at most %,d; is this file a chat template?",
                    source.length(),
                    ChatTemplate.LONGEST));
        }
        String normalized = source.replace("\r\n", "\n").replace('\r', '\n');
        String body = normalized.endsWith("\n") ? normalized.substring(0, normalized.length() - 1) : normalized;
        Lexer lexer = new Lexer(body);
        lexer.readTemplate();
        return List.copyOf(lexer.tokens);
    }

    private void readTemplate() {
        for (int begin = nextOpening(); begin >= 0; begin = nextOpening()) {
            Matcher raw = RAW_BEGIN.matcher(source).region(begin, source.length());
            if (raw.lookingAt()) {
                readRaw(begin, raw);
                continue;
            }
            char opening = source.charAt(begin + 1);
            char sign = signAt(begin + 2);
            addText(begin, sign, opening != '{');
            int inside = begin + (sign == ' ' ? 2 : 3);
            if (opening == '#') {
                readComment(inside);
            } else {
                readTag(inside, opening == '{');
            }
        }
        add(Token.Kind.DATA, source.substring(position), position);
        add(Token.Kind.END, "", source.length());
    }

    private int nextOpening() {
        for (int i = source.indexOf('{', position); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private char signAt(int index) {
        boolean signed = index < source.length() && "+-".indexOf(source.charAt(index)) >= 0;
        return signed ? source.charAt(index) : ' ';
    }

    /** Adds the text between the last tag and the one that begins at {@code end}. */
    private void addText(int end, char sign, boolean stripsIndentation) {
        String text = source.substring(position, end);
        if (sign == '-') {
            text = Text.stripRight(text);
        } else if (sign != '+' && stripsIndentation) {
            int lineStart = text.lastIndexOf('\n') + 1;
            if ((lineStart > 0 || lineStarting) && Text.isBlank(text.substring(lineStart))) {
                text = text.substring(0, lineStart);
            }
        }
        add(Token.Kind.DATA, text, position);
    }

    private void readRaw(int begin, Matcher opening) {
        addText(begin, opening.group(1).isEmpty() ? ' ' : opening.group(1).charAt(0), true);
        position = opening.group(2).startsWith("-") ? skipSpace(opening.end()) : opening.end();
        lineStarting = source.charAt(position - 1) == '\n';
        Matcher closing = RAW_END.matcher(source);
        if (!closing.find(position)) {
            throw failure("Missing end of raw directive", begin);
        }
        addText(
                closing.start(),
                closing.group(1).isEmpty() ? ' ' : closing.group(1).charAt(0),
                true);
        endTag(
                closing.end(),
                closing.group(2).isEmpty() ? ' ' : closing.group(2).charAt(0));
    }

    private void readComment(int inside) {
        int end = source.indexOf("#}", inside);
        if (end < 0) {
            throw failure("Missing end of comment tag", inside);
        }
        endTag(end + 2, end > inside ? signAt(end - 1) : ' ');
    }

    /** Moves behind a closing tag and the white space that it swallows. */
    private void endTag(int end, char sign) {
        if (sign == '-') {
            position = skipSpace(end);
        } else if (sign == ' ' && end < source.length() && source.charAt(end) == '\n') {
            position = end + 1;
        } else {
            position = end;
        }
        lineStarting = source.charAt(position - 1) == '\n';
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < source.length() && Text.isSpace(source.charAt(i))) {
            i++;
        }
        return i;
    }

    private void readTag(int inside, boolean print) {
        add(print ? Token.Kind.PRINT_BEGIN : Token.Kind.TAG_BEGIN, "", inside - 2);
        String closing = print ? "}}" : "%}";
        Deque<Character> open = new ArrayDeque<>();
        position = inside;
        while (true) {
            position = skipSpace(position);
            if (position >= source.length()) {
                return;
            }
            char sign = signAt(position);
            boolean signed = sign == '-' || (sign == '+' && !print);
            int end = position + (signed ? 1 : 0);
            if (open.isEmpty() && source.startsWith(closing, end)) {
                add(print ? Token.Kind.PRINT_END : Token.Kind.TAG_END, "", position);
                endTag(end + 2, print && !signed ? '+' : sign);
                return;
            }
            readToken(open);
        }
    }

    private void readToken(Deque<Character> open) {
        if (take(FLOAT, Token.Kind.FLOAT) || take(INTEGER, Token.Kind.INTEGER) || take(NAME, Token.Kind.NAME)) {
            return;
        }
        Matcher string = at(STRING);
        if (string.lookingAt()) {
            String quoted = string.group();
            add(Token.Kind.STRING, unescape(quoted.substring(1, quoted.length() - 1)), position);
            position = string.end();
            return;
        }
        int start = position;
        if (!take(OPERATOR, Token.Kind.OPERATOR)) {
            throw failure("unexpected char " + Text.quoted(Character.toString(source.codePointAt(position))), position);
        }
        char operator = source.charAt(start);
        int bracket = "([{".indexOf(operator);
        if (bracket >= 0) {
            open.push(")]}".charAt(bracket));
        } else if (")]}".indexOf(operator) >= 0) {
            if (open.isEmpty()) {
                throw failure("unexpected '" + operator + "'", start);
            }
            char expected = open.pop();
            if (expected != operator) {
                throw failure("unexpected '" + operator + "', expected '" + expected + "'", start);
            }
        }
    }

    private String unescape(String literal) {
        try {
            return Text.unescape(literal);
        } catch (IllegalArgumentException e) {
            throw failure("no character for an escape in '" + literal + "': " + e.getMessage(), position);
        }
    }

    private Matcher at(Pattern pattern) {
        return pattern.matcher(source).region(position, source.length()).useTransparentBounds(true);
    }

    private boolean take(Pattern pattern, Token.Kind kind) {
        Matcher matcher = at(pattern);
        if (!matcher.lookingAt()) {
            return false;
        }
        if (matcher.end() - position > LONGEST_WORD) {
            throw failure(
                    "found a name or number of " + (matcher.end() - position) + " characters, expected at most "
                            + LONGEST_WORD,
                    position);
        }
        add(kind, matcher.group(), position);
        position = matcher.end();
        return true;
    }

    private void add(Token.Kind kind, String text, int at) {
        if (kind != Token.Kind.DATA || !text.isEmpty()) {
            tokens.add(new Token(kind, text, lineOf(at)));
        }
    }

    private int lineOf(int index) {
        for (; lineKnownAt < index; lineKnownAt++) {
            if (source.charAt(lineKnownAt) == '\n') {
                line++;
            }
        }
        return line;
    }

    private ConfigException failure(String problem, int at) {
        return syntaxError(problem, lineOf(at));
    }

    static ConfigException syntaxError(String problem, int line) {
        return new ConfigException("Chat template, line " + line + ": " + problem);
    }
}
