package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of group filtering.
 *
 * @param size responses of a group that are learned from, at least 2; a smaller group is kept whole
 * @param by what makes a response worth learning from
 * @param metric key of the reward that {@code EFFICIENCY} divides; empty for the composed reward
 */
public record GfpoConfig(int size, By by, String metric) {

    /** What makes a response worth learning from. */
    public enum By {
        /** Few tokens. */
        SHORTNESS,
        /** Much reward per token. */
        EFFICIENCY
    }

    /**
     * The shortest eight.
     *
     * @see <a href="https://arxiv.org/abs/2508.09726">GFPO</a>
     */
    public static final GfpoConfig DEFAULTS = new GfpoConfig(8, By.SHORTNESS, "");

    /** The eight with the most reward per token. */
    public static final GfpoConfig EFFICIENT = new GfpoConfig(8, By.EFFICIENCY, "");

    public GfpoConfig {
        check(size >= 2, "gfpo.size must be at least 2, got %s: responses are compared with each other", size);
    }
}
