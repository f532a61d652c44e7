package org.reason4j.reward.shaping;

import java.util.List;
import java.util.Map;
import org.reason4j.reward.shaping.length.SerialExits;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;

class ShapingContractTest extends PluginContract {

    ShapingContractTest() {
        super(new ShapingPlugin());
    }

    /** The recipe of the materials has one reward, whose key is {@code reward}. */
    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "gate" -> new Gate.Config("", 0, List.of("reward"), 0.5);
            case "rm-shaped" -> new RmShaped.Config("reward", "", 0, 0.5);
            case "gdpo" -> new Gdpo.Config(Map.of("reward", 2.0), 1e-4, true);
            case "s-grpo" ->
                component.defaults() instanceof SerialExits.Config
                        ? new SerialExits.Config(" ", "7", 3)
                        : component.defaults();
            case "length-scaled" -> new LengthScaled.Config("", 0, 4, 0.5, -1);
            default -> component.defaults();
        };
    }
}
