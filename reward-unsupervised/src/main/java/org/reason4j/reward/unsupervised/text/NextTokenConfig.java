package org.reason4j.reward.unsupervised.text;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the dataset of next tokens.
 *
 * @param path a text file in UTF-8, or a directory whose files with the ending {@code .txt} are read, in order of their
 *     names; relative to the recipe
 * @param count most positions that are drawn, at least 1
 * @param seed seed of the draws
 * @param contextTokens most tokens before a position that the policy sees, at least 1
 * @param continuationTokens tokens behind a position that a prediction is compared with, at least 1
 * @param minimumEntropy smallest entropy of the proxy at a position, in nats, at least 0; 0 takes every position
 * @param instruction the question; {@code {context}} is replaced by the text before the position
 * @param split part of the text that positions are drawn from
 */
public record NextTokenConfig(
        String path,
        int count,
        long seed,
        int contextTokens,
        int continuationTokens,
        double minimumEntropy,
        String instruction,
        Split split) {

    /** Part of a text. Positions of one part have contexts of that part alone. */
    public enum Split {
        /** The whole text. */
        ALL,
        /** Its first nine tenths. */
        TRAIN,
        /** Its last tenth. */
        HELD_OUT
    }

    /** Positions of a text that has yet to be named. */
    public static final NextTokenConfig DEFAULTS = new NextTokenConfig(
            "",
            10_000,
            1,
            512,
            16,
            0,
            "Complete the text below: think about what comes next, then write the next token or tokens, and nothing else,"
                    + " in \\boxed{}.\n\n{context}",
            Split.ALL);

    public NextTokenConfig {
        check(count >= 1, "next-token.count must be at least 1, got %s", count);
        check(contextTokens >= 1, "next-token.contextTokens must be at least 1, got %s", contextTokens);
        check(continuationTokens >= 1, "next-token.continuationTokens must be at least 1, got %s", continuationTokens);
        check(
                minimumEntropy >= 0 && Double.isFinite(minimumEntropy),
                "next-token.minimumEntropy must be at least 0, got %s",
                minimumEntropy);
        check(
                instruction.contains("{context}"),
                "next-token.instruction must contain {context}, got '%s'",
                instruction);
    }
}
