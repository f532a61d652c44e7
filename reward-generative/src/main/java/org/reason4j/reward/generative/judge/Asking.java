package org.reason4j.reward.generative.judge;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * How a judge is asked: settings that every reward with a judge has.
 *
 * @param component name of the reward, for messages
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param temperature sampling temperature of the judge
 * @param maxTokens largest length of a judgment, in tokens
 * @param seed seed of the first judgment
 * @param concurrency largest number of concurrent questions
 * @param cachePath directory of the cache of judgments; empty for no cache
 */
public record Asking(
        String component,
        String model,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    public Asking {
        check(!model.isBlank(), "%s.model is empty, expected a key under models", component);
        check(
                temperature >= 0 && temperature <= 100,
                "%s.temperature must be in [0, 100], got %s",
                component,
                temperature);
        check(maxTokens > 0, "%s.maxTokens must be positive, got %s", component, maxTokens);
        check(concurrency > 0, "%s.concurrency must be positive, got %s", component, concurrency);
    }

    /** Refuses several judgments that would all be the same. */
    public Asking judgments(int judgments) {
        check(judgments > 0, "%s.judgments must be positive, got %s", component, judgments);
        check(
                judgments == 1 || temperature > 0,
                "%s.judgments is %s, but at %s.temperature 0 all of them are the same; set one above 0, or the other to 1",
                component,
                judgments,
                component);
        return this;
    }
}
