package org.reason4j.reward.generative.reasoning;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.reward.generative.judge.Asking;

/**
 * Settings of the reward for verdicts in both orders.
 *
 * @param field field of the example with the right verdict, {@code A} or {@code B}
 * @param swappedField field of the example with the same question in the other order, whose right verdict is the other letter
 * @param single reward for a verdict that is right in the order of the example alone, in [0, 1]
 * @param window number of last characters of a response that hold the verdict, at least 22
 * @param model key of the text model that answers in the other order, under the recipe's {@code models}: the policy
 * @param temperature sampling temperature of that answer, in [0, 100]
 * @param maxTokens largest length of that answer, in tokens, at least 1
 * @param seed seed of the answer that belongs to the first response; each response has another
 * @param concurrency largest number of concurrent questions, at least 1
 */
public record JudgeConsistencyConfig(
        String field,
        String swappedField,
        double single,
        int window,
        String model,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency) {

    /** Right in both orders or nothing. */
    public static final JudgeConsistencyConfig DEFAULTS =
            new JudgeConsistencyConfig("answer", "swapped", 0, 80, "policy", 1, 512, 0, 16);

    public JudgeConsistencyConfig {
        check(!field.isBlank(), "judge-consistency.field is empty, expected a field of the example");
        check(!swappedField.isBlank(), "judge-consistency.swappedField is empty, expected a field of the example");
        check(single >= 0 && single <= 1, "judge-consistency.single must be in [0, 1], got %s", single);
        check(window >= 22, "judge-consistency.window must be at least 22, the length of a verdict, got %s", window);
        new Asking("judge-consistency", model, temperature, maxTokens, seed, concurrency, "");
    }

    Asking asking() {
        return new Asking("judge-consistency", model, temperature, maxTokens, seed, concurrency, "");
    }
}
