package org.reason4j.testkit.contract;

import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.plugin.Kind;

/** The contract of guards: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class GuardContract extends Contract<RunGuard> {

    /** A contract of a guard. */
    protected GuardContract() {
        super(Kind.GUARD);
    }
}
