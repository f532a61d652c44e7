package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of budget forcing.
 *
 * @param maxThinkingTokens tokens of thinking after which it is ended, at least 1
 * @param field of an example that gives its own number of them, at most {@code maxThinkingTokens}; empty for none
 * @param continuations how often the end of thinking is left out and thinking goes on, at least 0
 * @param continuation text in place of an end that is left out
 * @param closing text that ends thinking
 * @param phrase text that ends thinking when its budget is used up
 * @param answerTokens tokens that are granted after thinking, at least 1
 */
public record BudgetForcingConfig(
        int maxThinkingTokens,
        String field,
        int continuations,
        String continuation,
        String closing,
        String phrase,
        int answerTokens) {

    /**
     * One continuation by "Wait", and an answer that is asked for at the end.
     *
     * @see <a href="https://arxiv.org/abs/2501.19393">s1, section 3.1</a>
     */
    public static final BudgetForcingConfig DEFAULTS =
            new BudgetForcingConfig(8192, "", 1, "Wait", "</think>", "\n</think>\nFinal Answer:", 1024);

    public BudgetForcingConfig {
        check(maxThinkingTokens >= 1, "budget-forcing.maxThinkingTokens must be at least 1, got %s", maxThinkingTokens);
        check(continuations >= 0, "budget-forcing.continuations must be at least 0, got %s", continuations);
        check(answerTokens >= 1, "budget-forcing.answerTokens must be at least 1, got %s", answerTokens);
        check(!closing.isEmpty(), "budget-forcing.closing is empty; write the text that a policy ends thinking with");
        check(!phrase.isEmpty(), "budget-forcing.phrase is empty; write the text that ends thinking");
        check(
                continuations == 0 || !continuation.isEmpty(),
                "budget-forcing.continuation is empty; write the text that makes thinking go on, or set continuations to 0");
    }
}
