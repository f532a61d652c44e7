package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of lengths by stage.
 *
 * @param maxTokens longest response of each stage, rising, each at least 1; what is above {@code rollout.maxTokens} counts as that
 * @param from first step of each stage but the first; empty for stages of equal length
 * @param raiseAbove share of truncated responses in a step above which the next stage begins at once, in (0, 1]; 0 for never
 */
public record LengthStagesConfig(List<Integer> maxTokens, List<Integer> from, double raiseAbove) {

    /**
     * 8k, 16k and 24k tokens.
     *
     * @see <a href="https://github.com/agentica-project/rllm">DeepScaleR</a>
     */
    public static final LengthStagesConfig DEFAULTS =
            new LengthStagesConfig(List.of(8_192, 16_384, 24_576), List.of(), 0);

    /** 40k, 48k and 52k tokens. */
    public static final LengthStagesConfig POLARIS =
            new LengthStagesConfig(List.of(40_960, 49_152, 53_248), List.of(), 0);

    /** From 8k to 32k tokens. */
    public static final LengthStagesConfig ACE_REASON =
            new LengthStagesConfig(List.of(8_192, 16_384, 24_576, 32_768), List.of(), 0);

    public LengthStagesConfig {
        maxTokens = List.copyOf(maxTokens);
        from = List.copyOf(from);
        check(!maxTokens.isEmpty(), "length-stages.maxTokens must name at least one length");
        int before = 0;
        for (int tokens : maxTokens) {
            check(tokens > before, "length-stages.maxTokens must rise from at least 1, got %s", maxTokens);
            before = tokens;
        }
        Stages.validate("length-stages", from, maxTokens.size());
        check(raiseAbove >= 0 && raiseAbove <= 1, "length-stages.raiseAbove must be in [0, 1], got %s", raiseAbove);
    }
}
