package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.regularizer.Regularizer;

/** The contract of regularizers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class RegularizerContract extends Contract<Regularizer> {

    /** A contract of a regularizer. */
    protected RegularizerContract() {
        super(Kind.REGULARIZER);
    }
}
