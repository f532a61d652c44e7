package org.reason4j.gym.recipe;

import java.util.Map;
import org.reason4j.gym.GymPlugin;
import org.reason4j.gym.recipe.ProblemKey.Made;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;

class GymContractTest extends PluginContract {

    GymContractTest() {
        super(new GymPlugin());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        if (!(settings instanceof GymReward.Config)) {
            return Materials.standard();
        }
        Made made = ProblemKey.make("gcd", 1, Map.of(), 3);
        return Materials.standard()
                .withResponses(
                        Samples.prompt("one", made.problem().question())
                                .withFields(Map.of("key", made.key().toString())),
                        "<answer>" + made.problem().answer() + "</answer>",
                        "<answer>0</answer>",
                        "I can't");
    }
}
