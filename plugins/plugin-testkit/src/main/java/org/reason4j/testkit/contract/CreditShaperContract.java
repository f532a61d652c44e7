package org.reason4j.testkit.contract;

import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.plugin.Kind;

/** The contract of credit shapers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class CreditShaperContract extends Contract<CreditShaper> {

    /** A contract of a credit shaper. */
    protected CreditShaperContract() {
        super(Kind.CREDIT_SHAPER);
    }
}
