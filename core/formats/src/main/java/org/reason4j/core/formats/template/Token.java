package org.reason4j.core.formats.template;

/**
 * A piece of template source.
 *
 * @param text the characters of a name, number or operator; the unescaped content of a string; the trimmed text of data
 * @param line where it starts, counted from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        DATA,
        PRINT_BEGIN,
        PRINT_END,
        TAG_BEGIN,
        TAG_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** The token as an error message names it. */
    String described() {
        return switch (kind) {
            case DATA -> "template text";
            case PRINT_BEGIN -> "begin of print statement";
            case PRINT_END -> "end of print statement";
            case TAG_BEGIN -> "begin of statement block";
            case TAG_END -> "end of statement block";
            case END -> "end of template";
            default -> text;
        };
    }
}
