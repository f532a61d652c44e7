package ${package};

import org.reason4j.api.reward.Reward;
import org.reason4j.testkit.contract.RewardContract;

/** The rules that every reward keeps. */
class ${className}ContractTest extends RewardContract {

    @Override
    protected Reward component() {
        return new ${className}(${className}Config.DEFAULTS);
    }
}
