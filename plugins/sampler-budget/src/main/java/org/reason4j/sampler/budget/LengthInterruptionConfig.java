package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of length interruption.
 *
 * @param minThinkingTokens smallest budget of tokens before the interruption, at least 1
 * @param maxThinkingTokens largest budget, at least {@code minThinkingTokens}
 * @param answerTokens tokens that are granted after the interruption, at least 1
 * @param phrase text that interrupts
 * @param closing text that ends thinking; a response that has it when its budget is used up goes on without the phrase
 */
public record LengthInterruptionConfig(
        int minThinkingTokens, int maxThinkingTokens, int answerTokens, String phrase, String closing) {

    /**
     * Budgets and phrase of the paper, for responses of 16384 tokens with their prompts.
     *
     * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL</a>
     */
    public static final LengthInterruptionConfig DEFAULTS = new LengthInterruptionConfig(
            10_240,
            12_288,
            2_048,
            "Okay, time is up. Let me stop thinking and formulate a final answer now.\n</think>\n",
            "</think>");

    public LengthInterruptionConfig {
        check(
                minThinkingTokens >= 1 && minThinkingTokens <= maxThinkingTokens,
                "length-interruption draws budgets from minThinkingTokens to maxThinkingTokens, both at least 1, got %s and"
                        + " %s",
                minThinkingTokens,
                maxThinkingTokens);
        check(answerTokens >= 1, "length-interruption.answerTokens must be at least 1, got %s", answerTokens);
        check(!phrase.isEmpty(), "length-interruption.phrase is empty; write the text that ends thinking");
        check(
                !closing.isEmpty(),
                "length-interruption.closing is empty; write the text that a policy ends thinking with");
    }
}
