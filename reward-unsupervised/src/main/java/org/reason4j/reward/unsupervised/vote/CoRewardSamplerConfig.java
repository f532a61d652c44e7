package org.reason4j.reward.unsupervised.vote;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the sampler of Co-Reward.
 *
 * @param paraphrase name of the field that holds the second wording of the last message; read where {@code model} is empty
 * @param model key of the text model under {@code models} that writes the second wording; empty to take it from the field
 * @param instruction what the text model is asked; {@code {question}} is replaced by the last message
 * @param maxTokens longest second wording that the text model writes, at least 1
 * @param equality when two answers are the same
 * @param field name of the field that the measuring reward takes the right answer from; for {@code VERDICT} only
 */
public record CoRewardSamplerConfig(
        String paraphrase, String model, String instruction, int maxTokens, Equality equality, String field) {

    /** Wordings that the dataset brings. */
    public static final CoRewardSamplerConfig DEFAULTS = new CoRewardSamplerConfig(
            "paraphrase",
            "",
            "Rewrite this problem in other words. Keep every number and what is asked. Answer with the new problem alone."
                    + "\n\n{question}",
            512,
            Equality.NORMAL_FORM,
            "answer");

    public CoRewardSamplerConfig {
        check(
                !model.isEmpty() || !paraphrase.isBlank(),
                "co-reward.paraphrase must name a field where co-reward.model names no text model, got '%s'",
                paraphrase);
        check(
                instruction.contains("{question}"),
                "co-reward.instruction must contain {question}, got '%s'",
                instruction);
        check(maxTokens >= 1, "co-reward.maxTokens must be at least 1, got %s", maxTokens);
        check(!field.isBlank(), "co-reward.field must name a field, got '%s'", field);
    }
}
