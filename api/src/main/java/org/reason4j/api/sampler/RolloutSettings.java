package org.reason4j.api.sampler;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.SamplingParams;

/** Sampling during training: a service for components that sample by themselves or check that sizes agree. Immutable. */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public final class RolloutSettings {

    private final int groupSize;
    private final SamplingParams params;

    private RolloutSettings(int groupSize, SamplingParams params) {
        this.groupSize = groupSize;
        this.params = params;
    }

    /** Settings with so many responses per prompt. */
    public static RolloutSettings of(int groupSize, SamplingParams params) {
        return new RolloutSettings(groupSize, params);
    }

    /** Responses per prompt, {@code G}. */
    public int groupSize() {
        return groupSize;
    }

    /** The recipe's sampling parameters; {@code maxTokens} limits a whole response. */
    public SamplingParams params() {
        return params;
    }
}
