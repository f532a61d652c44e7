package org.reason4j.gym.logic;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A categorical proposition about two terms.
 *
 * @param form its quantity and quality
 * @param subject the number of the first term
 * @param predicate the number of the second term
 */
public record Proposition(Form form, int subject, int predicate) {

    /** The four forms. */
    public enum Form {
        ALL,
        NO,
        SOME,
        SOME_NOT
    }

    /** What is true exactly where this one is false. */
    Proposition negation() {
        Form opposite = switch (form) {
            case ALL -> Form.SOME_NOT;
            case NO -> Form.SOME;
            case SOME -> Form.NO;
            case SOME_NOT -> Form.ALL;
        };
        return new Proposition(opposite, subject, predicate);
    }

    String text(List<String> terms) {
        String first = terms.get(subject);
        String second = terms.get(predicate);
        return switch (form) {
            case ALL -> "All " + first + " are " + second;
            case NO -> "No " + first + " are " + second;
            case SOME -> "Some " + first + " are " + second;
            case SOME_NOT -> "Some " + first + " are not " + second;
        };
    }

    /**
     * Whether all of them can be true at once while every term has a member: universal propositions empty kinds of things (a
     * kind says of each term whether it belongs there), and each of the others, as each term, needs a kind that is left.
     */
    static boolean consistent(List<Proposition> all, int terms) {
        int[] left = IntStream.range(0, 1 << terms)
                .filter(kind -> all.stream().noneMatch(one -> one.empties(kind)))
                .toArray();
        boolean witnessed = all.stream()
                .filter(one -> one.form == Form.SOME || one.form == Form.SOME_NOT)
                .allMatch(one -> IntStream.of(left).anyMatch(one::witnessed));
        return witnessed
                && IntStream.range(0, terms).allMatch(term -> IntStream.of(left).anyMatch(kind -> in(kind, term)));
    }

    private boolean empties(int kind) {
        return in(kind, subject)
                && (form == Form.ALL && !in(kind, predicate) || form == Form.NO && in(kind, predicate));
    }

    private boolean witnessed(int kind) {
        return in(kind, subject) && in(kind, predicate) == (form == Form.SOME);
    }

    private static boolean in(int kind, int term) {
        return (kind >> term & 1) == 1;
    }
}
