package org.reason4j.reward.generative.pairwise;

import java.util.Locale;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.judge.Verdict;

/** A judge's verdict about two responses. */
enum Preference {
    FIRST,
    SECOND,
    TIE;

    /**
     * Reads {@code <verdict>A</verdict>}, {@code B} or {@code tie}.
     *
     * @throws Unreadable if it is something else, or not the only verdict
     */
    static Preference read(String reply) throws Unreadable {
        return switch (Verdict.content(reply).toLowerCase(Locale.ROOT)) {
            case "a" -> FIRST;
            case "b" -> SECOND;
            case "tie" -> TIE;
            default -> throw new Unreadable("the verdict is none of A, B and tie", reply);
        };
    }

    /** The same verdict with the places exchanged. */
    Preference exchanged() {
        return switch (this) {
            case FIRST -> SECOND;
            case SECOND -> FIRST;
            case TIE -> TIE;
        };
    }

    /** Outcome for the first response: 1, 0, or one half for a tie. */
    double outcome() {
        return switch (this) {
            case FIRST -> 1;
            case SECOND -> 0;
            case TIE -> 0.5;
        };
    }
}
