package org.reason4j.agents.ask;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * A text model of the recipe in a role, as it is asked.
 *
 * @param key its key under {@code models}
 * @param maxTokens longest answer, in tokens, at least 1
 * @param temperature divisor of its logits, in [0, 100]; 0 picks the most likely token
 * @param seconds time for one answer, above 0
 * @param concurrency most questions at the same time, at least 1
 */
public record AskedModel(String key, int maxTokens, double temperature, double seconds, int concurrency) {

    /** Sampled answers of at most 512 tokens. */
    public static final AskedModel DEFAULTS = new AskedModel("opponent", 512, 1, 120, 8);

    public AskedModel {
        check(!key.isBlank(), "ask.key is blank, expected the key of one of models");
        check(maxTokens >= 1, "ask.maxTokens must be at least 1, got %s", maxTokens);
        check(temperature >= 0 && temperature <= 100, "ask.temperature must be in [0, 100], got %s", temperature);
        check(seconds > 0 && seconds <= 1e6, "ask.seconds must be above 0 and at most 1e6, got %s", seconds);
        check(concurrency >= 1 && concurrency <= 1024, "ask.concurrency must be in [1, 1024], got %s", concurrency);
    }
}
