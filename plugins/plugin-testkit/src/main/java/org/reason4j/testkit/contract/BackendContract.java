package org.reason4j.testkit.contract;

import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.plugin.Kind;

/** The contract of rollout backends: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class BackendContract extends Contract<RolloutBackend> {

    /** A contract of a rollout backend. */
    protected BackendContract() {
        super(Kind.BACKEND);
    }
}
