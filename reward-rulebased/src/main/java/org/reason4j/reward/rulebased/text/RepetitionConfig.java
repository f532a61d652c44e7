package org.reason4j.reward.rulebased.text;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the repetition-penalty reward.
 *
 * @param n length of the sequences that are compared, at least 1
 * @param maxPenalty reward of a response that is nothing but repetition, at most 0
 * @param unit what a sequence is made of
 * @param dense true to give {@code maxPenalty} to each token of a repeated sequence, for unit {@code TOKENS}; false for one
 *     number for the response
 */
public record RepetitionConfig(int n, double maxPenalty, Unit unit, boolean dense) {

    /** What a sequence is made of. */
    public enum Unit {
        /** Words between white space, without regard to case. */
        WORDS,
        /** Token ids. */
        TOKENS
    }

    /** Three words; open-r1's. */
    public static final RepetitionConfig DEFAULTS = new RepetitionConfig(3, -1, Unit.WORDS, false);

    /** Forty tokens, each repeated one penalised. */
    public static final RepetitionConfig LONG = new RepetitionConfig(40, -1, Unit.TOKENS, true);

    public RepetitionConfig {
        check(n >= 1, "repetition-penalty.n must be at least 1, got %s", n);
        check(
                Double.isFinite(maxPenalty) && maxPenalty <= 0,
                "repetition-penalty.maxPenalty must be at most 0, got %s",
                maxPenalty);
        check(
                !dense || unit == Unit.TOKENS,
                "repetition-penalty.dense needs unit TOKENS, got %s; set unit: TOKENS or dense: false",
                unit);
    }
}
