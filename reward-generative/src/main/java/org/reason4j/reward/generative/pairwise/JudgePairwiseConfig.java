package org.reason4j.reward.generative.pairwise;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.generative.judge.Asking;

/**
 * Settings of the reward by comparisons.
 *
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param against what a response is compared with
 * @param referenceField field of the example with the reference answer; empty for the example's own response
 * @param bothOrders true to ask about a pair in both orders, false for one order, drawn by the seed
 * @param pairs largest number of pairs of a group that are compared, drawn by the seed; 0 for all
 * @param unreadable outcome of a comparison that cannot be read, in [0, 1]; none for no outcome
 * @param template question to the judge; empty for the usual one. {@code {{question}}}, {@code {{first}}}, {@code
 *     {{second}}}, {@code {{fence}}} and {@code {{field.NAME}}} are replaced
 * @param temperature sampling temperature of the judge, in [0, 100]
 * @param maxTokens largest length of a judgment, in tokens, at least 1
 * @param seed seed of the judgments, and of the draws of pairs and orders
 * @param concurrency largest number of concurrent questions, at least 1
 * @param cachePath directory of the cache of judgments; empty for no cache
 */
public record JudgePairwiseConfig(
        String model,
        Against against,
        String referenceField,
        boolean bothOrders,
        int pairs,
        Optional<Double> unreadable,
        String template,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    /** What a response is compared with. */
    public enum Against {
        /** The other responses of its group. */
        GROUP,
        /** A reference answer. */
        REFERENCE
    }

    /** All pairs of a group in both orders. */
    public static final JudgePairwiseConfig DEFAULTS =
            new JudgePairwiseConfig("judge", Against.GROUP, "", true, 0, Optional.empty(), "", 0, 512, 0, 16, "");

    public JudgePairwiseConfig {
        check(pairs >= 0, "judge-pairwise.pairs must be at least 0, got %s", pairs);
        unreadable.ifPresent(
                value -> check(value >= 0 && value <= 1, "judge-pairwise.unreadable must be in [0, 1], got %s", value));
        new Asking("judge-pairwise", model, temperature, maxTokens, seed, concurrency, cachePath);
    }

    Asking asking() {
        return new Asking("judge-pairwise", model, temperature, maxTokens, seed, concurrency, cachePath);
    }
}
