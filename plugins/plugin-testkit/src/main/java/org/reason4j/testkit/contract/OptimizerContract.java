package org.reason4j.testkit.contract;

import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Kind;

/** The contract of policy optimizers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class OptimizerContract extends Contract<PolicyOptimizer> {

    /** A contract of a policy optimizer. */
    protected OptimizerContract() {
        super(Kind.OPTIMIZER);
    }
}
