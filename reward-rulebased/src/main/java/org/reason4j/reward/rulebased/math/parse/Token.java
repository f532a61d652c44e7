package org.reason4j.reward.rulebased.math.parse;

/**
 * A sign of a formula.
 *
 * @param kind what it is
 * @param text how it is spelled: a number in ASCII, the name of a command without its backslash
 * @param spaced true if white space stands before it
 */
record Token(Kind kind, String text, boolean spaced) {

    enum Kind {
        NUMBER,
        /** One letter, Latin or Greek. */
        LETTER,
        /** Several letters in a row that are no function. */
        WORD,
        FUNCTION,
        /** The contents of {@code \text} and its like. */
        TEXT,
        SYMBOL,
        RELATION,
        COMMAND,
        /** Begin and end of an environment. */
        BEGIN,
        END,
        /** A sign that no formula has. */
        OTHER,
        LAST
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** True for this symbol. */
    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isCommand(String name) {
        return kind == Kind.COMMAND && text.equals(name);
    }
}
