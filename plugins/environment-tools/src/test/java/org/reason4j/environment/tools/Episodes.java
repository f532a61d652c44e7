package org.reason4j.environment.tools;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.testkit.RecordedMetrics;

/** Episodes for tests. */
final class Episodes {

    static final Prompt PROMPT =
            Prompt.of("p1", List.of(Message.user("12*3=")), new int[] {1, 2}).withFields(Map.of("answer", "36"));

    private Episodes() {}

    static ToolsConfig shortTags(double callReward, double errorReward) {
        return new ToolsConfig(
                "[",
                "]",
                "={output};",
                "?{error};",
                40,
                callReward,
                errorReward,
                List.of(ToolConfig.of("calc", ToolConfig.Kind.CALCULATOR)));
    }

    static TurnResult.Observation observation(String text, double reward) {
        return new TurnResult.Observation(text, reward);
    }

    static void with(ToolsConfig config, Consumer<Tools> test) {
        try (Tools tools = new Tools(config, new RecordedMetrics())) {
            test.accept(tools);
        }
    }
}
