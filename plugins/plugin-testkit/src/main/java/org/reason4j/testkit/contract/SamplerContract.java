package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.Sampler;

/** The contract of samplers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class SamplerContract extends Contract<Sampler> {

    /** A contract of a sampler. */
    protected SamplerContract() {
        super(Kind.SAMPLER);
    }
}
