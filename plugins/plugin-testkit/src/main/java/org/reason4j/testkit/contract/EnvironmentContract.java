package org.reason4j.testkit.contract;

import org.reason4j.api.environment.Environment;
import org.reason4j.api.plugin.Kind;

/** The contract of environments: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class EnvironmentContract extends Contract<Environment> {

    /** A contract of an environment. */
    protected EnvironmentContract() {
        super(Kind.ENVIRONMENT);
    }
}
