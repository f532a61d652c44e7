package org.reason4j.reward.generative.model;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.generative.judge.PromptTemplate;

/**
 * Settings of the reward {@code co-optimised-rm}.
 *
 * @param path Hugging Face directory that the reward model starts from, a reward model or a language model with the policy's
 *     vocabulary; absent for the policy's
 * @param learningRate of the reward model, positive; 0 keeps it as it is, which is the control
 * @param epochs passes over each step's pairs, at least 1
 * @param clipNorm largest norm of the model's gradient; 0 for no limit
 * @param threshold smallest value of the measuring reward for a right response
 * @param pairsPerPrompt most pairs of a prompt in a step, at least 1
 * @param margin least difference of the two scores that is wanted, not negative
 * @param centring weight of the square of the sum of the two scores, which keeps them around 0, not negative
 * @param mean score that becomes 0
 * @param std difference of scores that becomes 1, positive
 * @param rewriter key of a text model, under the recipe's {@code models}, that rewrites a right response such that its answer is
 *     wrong; empty for pairs of siblings
 * @param template question to the rewriter; {@code {{question}}}, {@code {{response}}} and {@code {{field.NAME}}} are replaced
 * @param temperature sampling temperature of the rewriter, in [0, 100]
 * @param maxTokens largest length of a rewrite, in tokens, positive
 */
public record CoOptimisedConfig(
        Optional<String> path,
        double learningRate,
        int epochs,
        double clipNorm,
        double threshold,
        int pairsPerPrompt,
        double margin,
        double centring,
        double mean,
        double std,
        String rewriter,
        String template,
        double temperature,
        int maxTokens) {

    /** One pair of siblings for each prompt. */
    public static final CoOptimisedConfig DEFAULTS =
            new CoOptimisedConfig(Optional.empty(), 1e-6, 1, 1, 0.5, 1, 0, 0, 0, 1, "", """
            Rewrite the solution below so that it looks as convincing as before but ends with a different, wrong answer. Keep its \
            form. Write nothing but the rewritten solution.

            Problem:
            {{question}}

            Solution:
            {{response}}
            """, 1, 1024);

    public CoOptimisedConfig {
        check(
                learningRate >= 0 && Double.isFinite(learningRate),
                "co-optimised-rm.learningRate must be 0 or positive, got %s",
                learningRate);
        check(epochs >= 1, "co-optimised-rm.epochs must be at least 1, got %s", epochs);
        check(clipNorm >= 0, "co-optimised-rm.clipNorm must be 0 (off) or positive, got %s", clipNorm);
        check(Double.isFinite(threshold), "co-optimised-rm.threshold must be a number, got %s", threshold);
        check(pairsPerPrompt >= 1, "co-optimised-rm.pairsPerPrompt must be at least 1, got %s", pairsPerPrompt);
        check(margin >= 0 && Double.isFinite(margin), "co-optimised-rm.margin must not be negative, got %s", margin);
        check(
                centring >= 0 && Double.isFinite(centring),
                "co-optimised-rm.centring must not be negative, got %s",
                centring);
        check(Double.isFinite(mean), "co-optimised-rm.mean must be a number, got %s", mean);
        check(std > 0 && Double.isFinite(std), "co-optimised-rm.std must be positive, got %s", std);
        check(
                temperature >= 0 && temperature <= 100,
                "co-optimised-rm.temperature must be in [0, 100], got %s",
                temperature);
        check(maxTokens > 0, "co-optimised-rm.maxTokens must be positive, got %s", maxTokens);
        if (!rewriter.isEmpty()) {
            prompt(template);
        }
    }

    private static PromptTemplate prompt(String text) {
        return new PromptTemplate(text)
                .checked(Rewriter.PLACES, "co-optimised-rm.template")
                .requiring(Rewriter.RESPONSE, "co-optimised-rm.template");
    }

    /** The question to the rewriter. */
    PromptTemplate prompt() {
        return prompt(template);
    }
}
