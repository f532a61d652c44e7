package org.reason4j.core.trainer.checkpoint;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.plugin.PluginOrigin;
import org.reason4j.core.host.plugin.lock.UsedPlugin;

/**
 * States of components in a checkpoint: {@code components} holds them by their place in the recipe, and {@code states} the
 * plugin that wrote each, and its version of the state. A state of another plugin or version is refused, all of them at once.
 *
 * @param stateful components with state, by their place in the recipe
 */
public record ComponentStates(Map<String, Stateful> stateful) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CORE = "reason4j";

    /** Adds both to the state of a checkpoint. */
    public void writeTo(ObjectNode state) {
        ObjectNode components = state.putObject("components");
        ObjectNode versions = state.putObject("states");
        stateful.forEach((place, component) -> {
            components.set(place, JSON.valueToTree(component.state()));
            versions.putObject(place).put("plugin", plugin(component)).put("version", component.stateVersion());
        });
    }

    private static String plugin(Stateful component) {
        return Guard.origin(component).map(PluginOrigin::id).orElse(CORE);
    }

    /**
     * Brings the components to where a checkpoint left them.
     *
     * @param plugins that wrote the checkpoint; empty where that is not known
     */
    public void restore(Path checkpoint, JsonValue state, List<UsedPlugin> plugins) {
        Map<String, JsonValue> saved = state.get("components").members();
        requireSameVersions(checkpoint, state, plugins);
        stateful.forEach((place, component) -> {
            Optional<JsonValue> own = Optional.ofNullable(saved.get(place));
            check(
                    own.isPresent(),
                    "%s has no state of %s. Resume with the plugins that the run began with, or start a new run.",
                    checkpoint,
                    place);
            component.restore(own.get().object());
        });
    }

    private void requireSameVersions(Path checkpoint, JsonValue state, List<UsedPlugin> plugins) {
        Optional<JsonValue> versions = state.find("states"); // older versions kept none
        List<String> refused = new ArrayList<>();
        stateful.forEach((place, component) -> versions.flatMap(all -> all.find(place))
                .flatMap(saved -> refusal(place, component, saved, plugins))
                .ifPresent(refused::add));
        check(
                refused.isEmpty(),
                "%s holds states that what is installed now can't go on from:%n  %s%nResume with the plugins that wrote"
                        + " them, or start a new run with another --output.",
                checkpoint,
                String.join(System.lineSeparator() + "  ", refused));
    }

    private static Optional<String> refusal(
            String place, Stateful component, JsonValue saved, List<UsedPlugin> plugins) {
        String writer = saved.get("plugin").text();
        int version = saved.get("version").integer(Integer.MIN_VALUE);
        if (writer.equals(plugin(component)) && version == component.stateVersion()) {
            return Optional.empty();
        }
        Optional<UsedPlugin> then =
                plugins.stream().filter(one -> one.id().equals(writer)).findFirst();
        return Optional.of(place + ": state version " + version + " of " + writer
                + then.map(one -> " " + one.version()).orElse("") + ", but " + Guard.describe(component)
                + " reads version " + component.stateVersion()
                + then.map(one -> ". Install the former with " + one.installation())
                        .orElse(""));
    }
}
