package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.RewardShaper;

/** The contract of reward shapers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class ShaperContract extends Contract<RewardShaper> {

    /** A contract of a reward shaper. */
    protected ShaperContract() {
        super(Kind.SHAPER);
    }
}
