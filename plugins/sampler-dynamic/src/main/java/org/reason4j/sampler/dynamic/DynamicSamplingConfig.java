package org.reason4j.sampler.dynamic;

/**
 * Settings of dynamic sampling.
 *
 * @param metric key of the reward whose values are compared; empty for the composed reward
 */
public record DynamicSamplingConfig(String metric) {

    /** The composed reward. */
    public static final DynamicSamplingConfig DEFAULTS = new DynamicSamplingConfig("");
}
