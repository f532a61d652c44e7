package org.reason4j.core.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.plugin.lock.UsedPlugin;

class ComponentStatesTest {

    private static final Path CHECKPOINT = Path.of("run/checkpoints/step-2");

    /** Counts, and has a state of a version. */
    private static final class Counter implements Stateful {
        private final int version;
        private Map<String, Object> state;

        Counter(int version, int count) {
            this.version = version;
            state = Map.of("count", count);
        }

        @Override
        public Map<String, Object> state() {
            return state;
        }

        @Override
        public int stateVersion() {
            return version;
        }

        @Override
        public void restore(Map<String, Object> saved) {
            state = saved;
        }
    }

    private static JsonValue json(ObjectNode node) {
        return new JsonValue("state.json", "Put it back.", "", node);
    }

    private static ObjectNode written(Stateful component) {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        new ComponentStates(Map.of("optimizer", component)).writeTo(state);
        return state;
    }

    @Test
    void aStateOfTheSameVersionIsRestored() {
        Counter now = new Counter(2, 0);
        new ComponentStates(Map.of("optimizer", now)).restore(CHECKPOINT, json(written(new Counter(2, 7))), List.of());
        assertThat(now.state()).isEqualTo(Map.of("count", 7));
    }

    @Test
    void aStateWithoutAVersionIsRestoredForEarlierVersionsWroteNone() {
        ObjectNode state = written(new Counter(1, 7));
        state.remove("states");
        Counter now = new Counter(2, 0);
        new ComponentStates(Map.of("optimizer", now)).restore(CHECKPOINT, json(state), List.of());
        assertThat(now.state()).isEqualTo(Map.of("count", 7));
    }

    @Test
    void everyStateOfAnotherVersionIsRefusedBeforeAnyIsRestored() {
        Map<String, Stateful> then = new LinkedHashMap<>();
        then.put("sampler", new Counter(1, 5));
        then.put("optimizer", new Counter(1, 7));
        then.put("rewards[0]", new Counter(4, 9));
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        new ComponentStates(then).writeTo(state);
        Counter same = new Counter(1, 0);
        Map<String, Stateful> now = new LinkedHashMap<>();
        now.put("sampler", same);
        now.put("optimizer", new Counter(2, 0));
        now.put("rewards[0]", new Counter(3, 0));
        assertThatThrownBy(() -> new ComponentStates(now).restore(CHECKPOINT, json(state), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer: state version 1 of reason4j, but ")
                .hasMessageContaining(" reads version 2")
                .hasMessageContaining("rewards[0]: state version 4 of reason4j, but ")
                .hasMessageContaining(" reads version 3")
                .hasMessageNotContaining("sampler:")
                .hasMessageContaining("or start a new run with another --output");
        assertThat(same.state()).isEqualTo(Map.of("count", 0));
    }

    @Test
    void aStateOfAnotherPluginIsRefusedWithTheCommandThatInstallsTheFormer() {
        ObjectNode state = written(new Counter(1, 7));
        ((ObjectNode) state.get("states").get("optimizer")).put("plugin", "adaptive");
        UsedPlugin adaptive =
                new UsedPlugin("adaptive", "1.4.0", Optional.empty(), Optional.of("com.example:adaptive:1.4.0"));
        ComponentStates now = new ComponentStates(Map.of("optimizer", new Counter(1, 0)));
        assertThatThrownBy(() -> now.restore(CHECKPOINT, json(state), List.of(adaptive)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer: state version 1 of adaptive 1.4.0, but ")
                .hasMessageContaining("Install the former with 'reason4j plugins install com.example:adaptive:1.4.0'");
    }

    @Test
    void everyPluginThatIsNotAsInTheCheckpointIsToldInALine() {
        UsedPlugin same = plugin("same", "1.0.0", "aa");
        List<UsedPlugin> then = List.of(
                same, plugin("newer", "1.0.0", "bb"), plugin("changed", "2.0.0", "cc"), plugin("gone", "1.1.0", "dd"));
        List<UsedPlugin> now = List.of(
                plugin("added", "3.0.0", "ee"), plugin("changed", "2.0.0", "c0"), plugin("newer", "1.1.0", "b0"), same);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        ObjectNode began = CheckpointsTest.provenance(then, out).toJson();
        assertThat(CheckpointsTest.provenance(now, out).tellChanges(CHECKPOINT, json(began)))
                .isEqualTo(then);
        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Not as in the checkpoint step-2, plugin added: then not used, now 3.0.0 (SHA-256 ee).",
                        "Not as in the checkpoint step-2, plugin changed: then 2.0.0 (SHA-256 cc), now 2.0.0 (SHA-256"
                                + " c0): the same version with other content.",
                        "Not as in the checkpoint step-2, plugin gone: then 1.1.0 (SHA-256 dd), now not used.",
                        "Not as in the checkpoint step-2, plugin newer: then 1.0.0 (SHA-256 bb), now 1.1.0 (SHA-256"
                                + " b0).");
    }

    @Test
    void aCheckpointThatKeptNoHashesIsNotCompared() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        ObjectNode began = JsonNodeFactory.instance.objectNode();
        began.putObject("plugins").put("same", "1.0.0");
        assertThat(CheckpointsTest.provenance(List.of(), out).tellChanges(CHECKPOINT, json(began)))
                .isEmpty();
        assertThat(shown.toString(StandardCharsets.UTF_8)).startsWith("Plugins were not compared: ");
    }

    private static UsedPlugin plugin(String id, String version, String hash) {
        return new UsedPlugin(id, version, Optional.of(hash), Optional.empty());
    }
}
