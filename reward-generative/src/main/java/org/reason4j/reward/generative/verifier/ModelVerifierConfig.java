package org.reason4j.reward.generative.verifier;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.generative.judge.Asking;
import org.reason4j.reward.generative.judge.VerdictForm;

/**
 * Settings of the verifier beside a rule.
 *
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param goldField field of the example with the right answer
 * @param shown what the judge is shown as the answer
 * @param threshold value of the rule from which on a response is right
 * @param audit share of the responses that the rule finds right and that the judge is asked about all the same, in [0, 1]
 * @param unreadable value of a response with a judgment that cannot be read; none for an unscorable response
 * @param verdict the form of the verdict
 * @param template question to the judge; empty for the usual one. {@code {{question}}}, {@code {{answer}}}, {@code
 *     {{gold}}}, {@code {{fence}}} and {@code {{field.NAME}}} are replaced
 * @param temperature sampling temperature of the judge, in [0, 100]
 * @param maxTokens largest length of a judgment, in tokens, at least 1
 * @param seed seed of the judgments, and of the draw of audited responses
 * @param concurrency largest number of concurrent questions, at least 1
 * @param cachePath directory of the cache of judgments; empty for no cache
 */
public record ModelVerifierConfig(
        String model,
        String goldField,
        Shown shown,
        double threshold,
        double audit,
        Optional<Double> unreadable,
        VerdictForm verdict,
        String template,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    /** What the judge is shown as the answer. */
    public enum Shown {
        /** The answer that the rule reads from the response; one without it is wrong. */
        ANSWER,
        /** The whole response; an empty one is wrong. */
        RESPONSE
    }

    /** The answer that the rule reads, without an audit. */
    public static final ModelVerifierConfig DEFAULTS = new ModelVerifierConfig(
            "judge", "answer", Shown.ANSWER, 1, 0, Optional.empty(), VerdictForm.DEFAULTS, "", 0, 512, 0, 16, "");

    public ModelVerifierConfig {
        check(!goldField.isBlank(), "model-verifier.goldField is empty, expected a field of the example");
        check(Double.isFinite(threshold), "model-verifier.threshold must be finite, got %s", threshold);
        check(audit >= 0 && audit <= 1, "model-verifier.audit must be in [0, 1], got %s", audit);
        unreadable.ifPresent(
                value -> check(Double.isFinite(value), "model-verifier.unreadable must be finite, got %s", value));
        new Asking("model-verifier", model, temperature, maxTokens, seed, concurrency, cachePath);
    }

    Asking asking() {
        return new Asking("model-verifier", model, temperature, maxTokens, seed, concurrency, cachePath);
    }
}
