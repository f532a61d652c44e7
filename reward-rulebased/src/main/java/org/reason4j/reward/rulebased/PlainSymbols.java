package org.reason4j.reward.rulebased;

/** Spells the signs of arithmetic in ASCII: {@code × · ÷ ∕ −}, LaTeX's names of them, and blanks that are no spaces. */
public final class PlainSymbols {

    private static final String TIMES = "\u00d7\u00b7\u22c5\u2219\u2217\u2715\u2716\uff0a";
    private static final String DIVIDED = "\u00f7\u2215\u2044\uff0f";
    private static final String MINUS = "\u2212\u2010\u2011\u2013\ufe63\uff0d";
    private static final String BLANK = "\u00a0\u2007\u2009\u202f";

    private PlainSymbols() {}

    /** Returns the text with every such sign replaced; signs of one character each. */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            plain.append(of(text.charAt(i)));
        }
        return plain.toString();
    }

    private static char of(char symbol) {
        if (symbol < 0x80) {
            return symbol;
        }
        return TIMES.indexOf(symbol) >= 0
                ? '*'
                : DIVIDED.indexOf(symbol) >= 0
                        ? '/'
                        : MINUS.indexOf(symbol) >= 0 ? '-' : BLANK.indexOf(symbol) >= 0 ? ' ' : ofOthers(symbol);
    }

    private static char ofOthers(char symbol) {
        return switch (symbol) {
            case '\uff0b' -> '+';
            case '\uff1d' -> '=';
            case '\uff08' -> '(';
            case '\uff09' -> ')';
            default -> symbol;
        };
    }

    /** Returns a formula without LaTeX: its signs as those of {@link #of}, all brackets round, no dollars. */
    static String formula(String text) {
        return of(text).replace("\\left", "")
                .replace("\\right", "")
                .replace("\\times", "*")
                .replace("\\cdot", "*")
                .replace("\\div", "/")
                .replace("$", "")
                .replace('[', '(')
                .replace(']', ')')
                .replace('{', '(')
                .replace('}', ')');
    }
}
