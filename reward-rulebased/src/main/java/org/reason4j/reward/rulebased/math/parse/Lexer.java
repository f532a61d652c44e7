package org.reason4j.reward.rulebased.math.parse;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.reward.rulebased.math.parse.Token.Kind;

/** Cuts a formula, in LaTeX or plain, into tokens. Layout and dollar signs are left out. */
final class Lexer {

    /** What a comma between digits is. */
    enum Commas {
        /** {@code 1,234} is a thousand and something outside of brackets. */
        GROUP,
        SEPARATE,
        /** {@code 3,14} is three and something. */
        DECIMAL
    }

    private static final String UNITS = "msghlLNJWVAKCFT";

    private final String text;
    private final Commas commas;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int brackets;
    private boolean spaced;

    private Lexer(String text, Commas commas) {
        this.text = text;
        this.commas = commas;
    }

    /** Tokens of a text that {@link Spelling#latex} spelled, with a last one that is none. */
    static List<Token> tokens(String latex, Commas commas, Budget budget) {
        Lexer lexer = new Lexer(latex, commas);
        while (lexer.position < latex.length()) {
            budget.step();
            lexer.next();
        }
        lexer.add(Kind.LAST, "");
        return lexer.tokens;
    }

    private void add(Kind kind, String spelled) {
        tokens.add(new Token(kind, spelled, spaced));
        spaced = false;
    }

    private void next() {
        char sign = text.charAt(position);
        if (Character.isWhitespace(sign) || sign == '~' || sign == '$') {
            position++;
            spaced = true;
        } else if (sign == '\\') {
            command();
        } else if (isDigit(sign) || sign == '.' && position + 1 < text.length() && isDigit(text.charAt(position + 1))) {
            NumberScanner number = new NumberScanner(text, position, brackets == 0 ? commas : separating());
            position = number.end();
            add(Kind.NUMBER, number.spelled());
        } else if (isLetter(sign)) {
            letters();
        } else {
            symbol(sign);
        }
    }

    private Commas separating() {
        return commas == Commas.GROUP ? Commas.SEPARATE : commas;
    }

    static boolean isDigit(char sign) {
        return sign >= '0' && sign <= '9';
    }

    static boolean isLetter(char sign) {
        return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z';
    }

    private void command() {
        int start = ++position;
        while (position < text.length() && isLetter(text.charAt(position))) {
            position++;
        }
        if (position == start && position < text.length()) {
            position++;
        }
        String name = text.substring(start, position);
        if (name.isBlank() || Spelling.LAYOUT.contains(name)) {
            spaced = true;
            if (name.equals("left") || name.equals("right")) {
                skip('.');
            }
        } else if (name.equals("$")) {
            spaced = true;
        } else if (name.equals("begin") || name.equals("end")) {
            environment(name);
        } else if (Spelling.TEXTS.contains(name)) {
            contents(group());
        } else {
            named(name);
        }
    }

    private void named(String name) {
        if (name.endsWith("frac")) {
            add(Kind.COMMAND, "frac");
        } else if (name.endsWith("dots")) {
            add(Kind.COMMAND, "ldots");
        } else if (name.endsWith("binom")) {
            add(Kind.COMMAND, "binom");
        } else if (Spelling.relation(name).isPresent()) {
            add(Kind.RELATION, name);
        } else if (Spelling.symbol(name).isPresent()) {
            bracket(Spelling.symbol(name).orElseThrow());
        } else if (!Spelling.FUNCTIONS.contains(name)) {
            add(Spelling.GREEK.contains(name) ? Kind.LETTER : Kind.COMMAND, name);
        } else {
            add(Kind.FUNCTION, name);
        }
    }

    private void skip(char sign) {
        if (position < text.length() && text.charAt(position) == sign) {
            position++;
        }
    }

    /** The contents of the braces that come next; one sign where there are none. */
    private String group() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        int start = position;
        int depth = 0;
        while (position < text.length()) {
            char sign = text.charAt(position++);
            depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
            if (depth <= 0) {
                break;
            }
        }
        String found = text.substring(start, position);
        return found.startsWith("{") && found.endsWith("}") ? found.substring(1, found.length() - 1) : found;
    }

    private void environment(String side) {
        String name = group();
        if (side.equals("begin")) {
            if (name.equals("array")) {
                group(); // its columns
            }
            brackets++;
            add(Kind.BEGIN, name);
        } else {
            brackets--;
            add(Kind.END, name);
        }
    }

    private void contents(String contents) {
        String word = contents.strip();
        if (Spelling.FUNCTIONS.contains(word)) {
            add(Kind.FUNCTION, word);
        } else if (word.length() == 1 && isLetter(word.charAt(0))) {
            add(UNITS.contains(word) && isBehindValue() ? Kind.TEXT : Kind.LETTER, word);
        } else if (!word.isEmpty()) {
            add(Kind.TEXT, word);
        } else {
            spaced = true;
        }
    }

    private void letters() {
        int start = position;
        while (position < text.length() && isLetter(text.charAt(position))) {
            position++;
        }
        String word = connective(text.substring(start, position));
        position = start + word.length();
        if (word.length() == 1) {
            add(Kind.LETTER, word);
        } else if (word.equals("frac") || word.equals("sqrt") || word.equals("cbrt")) {
            add(Kind.COMMAND, word);
        } else if (Spelling.FUNCTIONS.contains(word)) {
            add(Kind.FUNCTION, word);
        } else if (Spelling.GREEK.contains(word)) {
            add(Kind.LETTER, word);
        } else {
            constant(word);
        }
    }

    /** The connective that a run of letters begins with behind a value: of {@code 1orW} the {@code or}. */
    private String connective(String word) {
        String first = word.startsWith("or") ? "or" : word.startsWith("and") ? "and" : word;
        return isBehindValue() && !spaced ? first : word;
    }

    private boolean isBehindValue() {
        Token last = tokens.isEmpty() ? new Token(Kind.LAST, "", false) : tokens.get(tokens.size() - 1);
        return last.is(Kind.NUMBER) || last.is(")") || last.is("}");
    }

    private void constant(String word) {
        switch (word) {
            case "pi" -> add(Kind.COMMAND, "pi");
            case "infty", "infinity", "Infinity", "inf", "oo" -> add(Kind.COMMAND, "infty");
            case "and", "or", "And", "Or" -> add(Kind.TEXT, word);
            case "cdot", "times" -> add(Kind.SYMBOL, "*");
            case "in" -> add(Kind.RELATION, "in");
            default -> add(Kind.WORD, word);
        }
    }

    private void symbol(char sign) {
        String two = text.substring(position, Math.min(text.length(), position + 2));
        if (two.equals("**")) {
            position += 2;
            add(Kind.SYMBOL, "^");
        } else if (two.length() == 2 && Spelling.relation(two).isPresent()) {
            position += 2;
            add(Kind.RELATION, two);
        } else if (Spelling.relation(String.valueOf(sign)).isPresent()) {
            position++;
            add(Kind.RELATION, String.valueOf(sign));
        } else {
            position++;
            bracket(String.valueOf(sign));
        }
    }

    private void bracket(String symbol) {
        if (symbol.equals("(") || symbol.equals("[") || symbol.equals("\\{") || symbol.equals("{")) {
            brackets++;
        } else if (symbol.equals(")") || symbol.equals("]") || symbol.equals("\\}") || symbol.equals("}")) {
            brackets--;
        }
        boolean known = symbol.length() > 1 || "+-*/^_!%°'±∓,;:|∣()[]{}\\&∪∩.".contains(symbol);
        add(known ? Kind.SYMBOL : "€£¥₹¢".contains(symbol) ? Kind.TEXT : Kind.OTHER, symbol);
    }
}
