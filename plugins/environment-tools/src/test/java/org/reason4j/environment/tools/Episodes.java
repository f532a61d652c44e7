package org.reason4j.environment.tools;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.track.Metrics;

/** Episodes for tests. */
final class Episodes {

    static final Prompt PROMPT =
            Prompt.of("p1", List.of(Message.user("12*3=")), new int[] {1, 2}).withFields(Map.of("answer", "36"));

    private Episodes() {}

    /** Adds up what is reported. */
    static final class Sums implements Metrics {

        final Map<String, Double> values = new TreeMap<>();

        @Override
        public void mean(String name, double value) {
            values.merge(name, value, Double::sum);
        }

        @Override
        public void add(String name, double value) {
            values.merge(name, value, Double::sum);
        }
    }

    static ToolsConfig shortTags(double callReward, double errorReward) {
        return new ToolsConfig(
                "[",
                "]",
                "={output};",
                "?{error};",
                40,
                callReward,
                errorReward,
                List.of(ToolConfig.of("calc", ToolConfig.Kind.CALCULATOR, List.of())));
    }

    static TurnResult.Observation observation(String text, double reward) {
        return new TurnResult.Observation(text, reward);
    }

    static void with(ToolsConfig config, Consumer<Tools> test) {
        try (Tools tools = new Tools(config, new Sums())) {
            test.accept(tools);
        }
    }
}
