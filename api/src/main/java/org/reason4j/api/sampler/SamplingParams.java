package org.reason4j.api.sampler;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * How tokens are drawn. Filters apply in the order temperature, top-k, top-p, min-p.
 *
 * @param temperature divides the logits; 0 picks the most likely token, the lowest id among equals
 * @param topK keeps the k most likely tokens and their ties; 0 keeps all
 * @param topP keeps the smallest set of most likely tokens whose probabilities sum to at least this, in (0, 1]
 * @param minP keeps tokens at least this many times as likely as the most likely one, in [0, 1)
 * @param maxTokens longest response, in tokens
 * @param stopIds token ids that end a response; the tokenizer's end-of-sequence ids are added by core
 * @param stop strings that end a response when its text contains them
 */
public record SamplingParams(
        double temperature,
        int topK,
        double topP,
        double minP,
        int maxTokens,
        List<Integer> stopIds,
        List<String> stop) {

    public SamplingParams {
        check(temperature >= 0 && temperature <= 100, "temperature must be in [0, 100], got %s", temperature);
        check(topK >= 0, "topK must be 0 (off) or positive, got %s", topK);
        check(topP > 0 && topP <= 1, "topP must be in (0, 1], got %s", topP);
        check(minP >= 0 && minP < 1, "minP must be in [0, 1), got %s", minP);
        check(maxTokens > 0, "maxTokens must be positive, got %s", maxTokens);
        stopIds = List.copyOf(stopIds);
        stop = List.copyOf(stop);
    }

    /** Temperature 1 without filters. */
    public static SamplingParams of(int maxTokens) {
        return new SamplingParams(1, 0, 1, 0, maxTokens, List.of(), List.of());
    }

    /** The most likely token at every position. */
    public static SamplingParams greedy(int maxTokens) {
        return new SamplingParams(0, 0, 1, 0, maxTokens, List.of(), List.of());
    }

    /** The same, for responses of another length. */
    public SamplingParams withMaxTokens(int longest) {
        return new SamplingParams(temperature, topK, topP, minP, longest, stopIds, stop);
    }

    /** Whether no randomness is involved. */
    public boolean isGreedy() {
        return temperature == 0;
    }
}
