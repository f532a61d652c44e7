package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.Reward;

/**
 * The contract of rewards. A test of a plugin extends it:
 *
 * <pre>{@code
 * class PolitenessContractTest extends RewardContract {
 *     @Override
 *     protected Reward component() {
 *         return new Politeness(PolitenessConfig.DEFAULTS);
 *     }
 *
 *     @Override
 *     protected Materials materials() { // only where the standard ones are not enough
 *         return Materials.standard().withResponses(Samples.prompt("1", "Ask for salt."), "Salt!", "Salt, please.");
 *     }
 * }
 * }</pre>
 */
public abstract class RewardContract extends Contract<Reward> {

    /** A contract of a reward. */
    protected RewardContract() {
        super(Kind.REWARD);
    }
}
