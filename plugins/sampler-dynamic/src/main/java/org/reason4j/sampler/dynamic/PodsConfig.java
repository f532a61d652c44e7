package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of down-sampling by variance.
 *
 * @param size responses of a group that are learned from, at least 2; a smaller group is kept whole
 * @param metric key of the reward whose variance counts; empty for the composed reward
 */
public record PodsConfig(int size, String metric) {

    /**
     * The paper's 16 of 64.
     *
     * @see <a href="https://arxiv.org/abs/2504.13818">PODS, section 4</a>
     */
    public static final PodsConfig DEFAULTS = new PodsConfig(16, "");

    public PodsConfig {
        check(size >= 2, "pods.size must be at least 2, got %s: a single response has no variance", size);
    }
}
