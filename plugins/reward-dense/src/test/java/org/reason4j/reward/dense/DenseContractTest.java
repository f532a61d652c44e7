package org.reason4j.reward.dense;

import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

/** The optimizers read streams that the rewards attach. */
class DenseContractTest extends PluginContract {

    DenseContractTest() {
        super(new DensePlugin());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard()
                .withStream(ImplicitRewardModel.LOGPROBS, (sample, token) -> -0.3f - 0.2f * ((sample + token) % 3))
                .withStream(VineReward.STEP_ADVANTAGES, (sample, token) -> 0.5f - 0.25f * ((2 * sample + token) % 4))
                .withStream(StepTokens.ENDS, (sample, token) -> token % 3 == 2 ? 1 : 0);
    }
}
