package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the sampler of R-Zero.
 *
 * @param attempts attempts at each question, at least 2
 * @param lowest smallest share of the most frequent answer at which attempts are learned from, in [0, 1]
 * @param highest largest such share, in [0, 1]
 * @param open mark before a question
 * @param close mark behind it
 * @param longestQuestion most characters of a question, at least 1
 * @param instruction what a solver is asked; {@code {question}} is replaced by the question
 * @param duplicateDistance questions are near-duplicates below this distance, one less their BLEU, in [0, 1]
 */
public record RZeroSamplerConfig(
        int attempts,
        double lowest,
        double highest,
        String open,
        String close,
        int longestQuestion,
        String instruction,
        double duplicateDistance) {

    /** The published numbers. */
    public static final RZeroSamplerConfig DEFAULTS =
            new RZeroSamplerConfig(10, 0.3, 0.8, "<question>", "</question>", 2000, "{question}", 0.5);

    public RZeroSamplerConfig {
        check(attempts >= 2, "rzero.attempts must be at least 2, got %s", attempts);
        check(
                lowest >= 0 && lowest <= highest && highest <= 1,
                "rzero.lowest and rzero.highest must satisfy 0 <= lowest <= highest <= 1, got %s and %s",
                lowest,
                highest);
        check(
                !open.isEmpty() && !close.isEmpty(),
                "rzero.open and rzero.close must not be empty, got '%s' and '%s'",
                open,
                close);
        check(longestQuestion >= 1, "rzero.longestQuestion must be at least 1, got %s", longestQuestion);
        check(instruction.contains("{question}"), "rzero.instruction must contain {question}, got '%s'", instruction);
        check(
                duplicateDistance >= 0 && duplicateDistance <= 1,
                "rzero.duplicateDistance must be in [0, 1], got %s",
                duplicateDistance);
    }
}
