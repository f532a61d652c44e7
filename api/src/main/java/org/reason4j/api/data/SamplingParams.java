package org.reason4j.api.data;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Parameters of sampling. They apply in the order temperature, entropy minimization, top-k, top-p, min-p. Immutable.
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class SamplingParams {

    private final double temperature;
    private final int topK;
    private final double topP;
    private final double minP;
    private final int maxTokens;
    private final List<Integer> stopIds;
    private final List<String> stop;
    private final Optional<EntropyMinimization> entropyMinimization;

    private SamplingParams(
            double temperature,
            int topK,
            double topP,
            double minP,
            int maxTokens,
            List<Integer> stopIds,
            List<String> stop,
            Optional<EntropyMinimization> entropyMinimization) {
        check(temperature >= 0 && temperature <= 100, "temperature must be in [0, 100], got %s", temperature);
        check(topK >= 0, "topK must be 0 (off) or positive, got %s", topK);
        check(topP > 0 && topP <= 1, "topP must be in (0, 1], got %s", topP);
        check(minP >= 0 && minP < 1, "minP must be in [0, 1), got %s", minP);
        check(maxTokens > 0, "maxTokens must be positive, got %s", maxTokens);
        this.temperature = temperature;
        this.topK = topK;
        this.topP = topP;
        this.minP = minP;
        this.maxTokens = maxTokens;
        this.stopIds = stopIds;
        this.stop = stop;
        this.entropyMinimization = entropyMinimization;
    }

    /**
     * Temperature 1 without filters.
     *
     * @param maxTokens longest response, in tokens, at least 1
     */
    public static SamplingParams of(int maxTokens) {
        return new SamplingParams(1, 0, 1, 0, maxTokens, List.of(), List.of(), Optional.empty());
    }

    /** The most likely token at every position. */
    public static SamplingParams greedy(int maxTokens) {
        return of(maxTokens).withTemperature(0);
    }

    /** Divisor of the logits, in [0, 100]; 0 picks the most likely token, the lowest id among equals. */
    public double temperature() {
        return temperature;
    }

    /** Keeps the k most likely tokens and their ties; 0 keeps all. */
    public int topK() {
        return topK;
    }

    /** Keeps the smallest set of most likely tokens whose probabilities sum to at least this, in (0, 1]. */
    public double topP() {
        return topP;
    }

    /** Keeps tokens at least this many times as likely as the most likely one, in [0, 1). */
    public double minP() {
        return minP;
    }

    /** Longest response, in tokens. */
    public int maxTokens() {
        return maxTokens;
    }

    /** Token ids that end a response; the tokenizer's end-of-sequence ids are added by core. */
    public List<Integer> stopIds() {
        return stopIds;
    }

    /** Strings that end a response when its text contains them. */
    public List<String> stop() {
        return stop;
    }

    /** The way to lower the entropy of every token's distribution before the token is drawn; empty where it stays. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Optional<EntropyMinimization> entropyMinimization() {
        return entropyMinimization;
    }

    /** True if no randomness is involved. */
    public boolean isGreedy() {
        return temperature == 0;
    }

    /** Returns a copy with another temperature. */
    public SamplingParams withTemperature(double value) {
        return new SamplingParams(value, topK, topP, minP, maxTokens, stopIds, stop, entropyMinimization);
    }

    /** Returns a copy with another top-k. */
    public SamplingParams withTopK(int value) {
        return new SamplingParams(temperature, value, topP, minP, maxTokens, stopIds, stop, entropyMinimization);
    }

    /** Returns a copy with another top-p. */
    public SamplingParams withTopP(double value) {
        return new SamplingParams(temperature, topK, value, minP, maxTokens, stopIds, stop, entropyMinimization);
    }

    /** Returns a copy with another min-p. */
    public SamplingParams withMinP(double value) {
        return new SamplingParams(temperature, topK, topP, value, maxTokens, stopIds, stop, entropyMinimization);
    }

    /** Returns a copy for responses of another length. */
    public SamplingParams withMaxTokens(int longest) {
        return new SamplingParams(temperature, topK, topP, minP, longest, stopIds, stop, entropyMinimization);
    }

    /** Returns a copy with other token ids that end a response. */
    public SamplingParams withStopIds(List<Integer> ids) {
        return new SamplingParams(
                temperature, topK, topP, minP, maxTokens, List.copyOf(ids), stop, entropyMinimization);
    }

    /** Returns a copy with other strings that end a response. */
    public SamplingParams withStop(List<String> strings) {
        return new SamplingParams(
                temperature, topK, topP, minP, maxTokens, stopIds, List.copyOf(strings), entropyMinimization);
    }

    /** Returns a copy that lowers the entropy of every token's distribution before the token is drawn. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public SamplingParams withEntropyMinimization(EntropyMinimization minimization) {
        return new SamplingParams(temperature, topK, topP, minP, maxTokens, stopIds, stop, Optional.of(minimization));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SamplingParams params
                && params.temperature == temperature
                && params.topK == topK
                && params.topP == topP
                && params.minP == minP
                && params.maxTokens == maxTokens
                && params.stopIds.equals(stopIds)
                && params.stop.equals(stop)
                && params.entropyMinimization.equals(entropyMinimization);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(temperature, topK, topP, minP, maxTokens, stopIds, stop, entropyMinimization);
    }

    @Override
    public String toString() {
        return "temperature " + temperature + ", top-k " + topK + ", top-p " + topP + ", min-p " + minP + ", at most "
                + maxTokens + " tokens, stop " + stopIds + " " + stop
                + entropyMinimization.map(minimization -> ", " + minimization).orElse("");
    }
}
