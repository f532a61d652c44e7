package org.reason4j.reward.generative.verifier;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.generative.judge.Asking;

/**
 * Settings of the judge that gives a number.
 *
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param lowest score that means 0
 * @param highest score that means 1
 * @param unreadable value of a response with a judgment that cannot be read; none for an unscorable response
 * @param template question to the judge; empty for the usual one. {@code {{question}}}, {@code {{response}}}, {@code
 *     {{lowest}}}, {@code {{highest}}}, {@code {{fence}}} and {@code {{field.NAME}}} are replaced
 * @param temperature sampling temperature of the judge, in [0, 100]
 * @param maxTokens largest length of a judgment, in tokens, at least 1
 * @param seed seed of the judgments
 * @param concurrency largest number of concurrent questions, at least 1
 * @param cachePath directory of the cache of judgments; empty for no cache
 */
public record JudgePointwiseConfig(
        String model,
        int lowest,
        int highest,
        Optional<Double> unreadable,
        String template,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    /** Scores from 0 to 10. */
    public static final JudgePointwiseConfig DEFAULTS =
            new JudgePointwiseConfig("judge", 0, 10, Optional.empty(), "", 0, 512, 0, 16, "");

    public JudgePointwiseConfig {
        check(
                lowest < highest,
                "judge-pointwise.lowest must be below judge-pointwise.highest, got %s and %s",
                lowest,
                highest);
        unreadable.ifPresent(
                value -> check(Double.isFinite(value), "judge-pointwise.unreadable must be finite, got %s", value));
        new Asking("judge-pointwise", model, temperature, maxTokens, seed, concurrency, cachePath);
    }

    Asking asking() {
        return new Asking("judge-pointwise", model, temperature, maxTokens, seed, concurrency, cachePath);
    }
}
