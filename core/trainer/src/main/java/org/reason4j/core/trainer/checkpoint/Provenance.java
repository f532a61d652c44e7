package org.reason4j.core.trainer.checkpoint;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import org.reason4j.core.host.plugin.lock.UsedPlugin;
import org.reason4j.core.host.plugin.lock.UsedPlugins;

/**
 * What a run is made from, as its checkpoints name it. Other data or another model end a resumption; other plugins are told.
 *
 * @param train hash of the examples that it trains on
 * @param evaluation hash of the held-out problems
 * @param model hash of the model that it starts from
 * @param software versions of reason4j and the plugins of its recipe
 * @param out where differences are told
 */
public record Provenance(String train, String evaluation, String model, RecipeLock software, PrintStream out) {

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        data(json.putObject("data"));
        json.put("model", model).put("reason4j", software.reason4j()).put("api", software.api());
        ArrayNode plugins = json.putArray("plugins");
        software.plugins().forEach(plugin -> plugin.writeTo(plugins.addObject()));
        return json;
    }

    private ObjectNode data(ObjectNode target) {
        return target.put("train", train).put("evaluation", evaluation);
    }

    /** Checks that data and model are those that a run began with. */
    void requireSameInputs(Path checkpoint, JsonNode began) {
        JsonNode before = began.path("data");
        ObjectNode now = data(JsonNodeFactory.instance.objectNode());
        check(
                before.equals(now),
                "%s was written for other data (%s, now %s). Resume with the dataset the run began with, or start a new"
                        + " run.",
                checkpoint,
                before,
                now);
        check(
                !began.has("model") || began.path("model").asText().equals(model), // older versions kept no hash
                "%s was written for another model: the files that the recipe's model is made of are not those that the run"
                        + " began with. Put them back, or start a new run.",
                checkpoint);
    }

    /** Tells which plugins are others than those that wrote a checkpoint, and returns the latter. */
    List<UsedPlugin> tellChanges(Path checkpoint, JsonValue began) {
        if (!began.node().path("plugins").isArray()) {
            out.println("Plugins were not compared: " + checkpoint + " was written by a version that kept no hashes.");
            return List.of();
        }
        List<UsedPlugin> then =
                began.get("plugins").list().stream().map(UsedPlugin::read).toList();
        UsedPlugins.differences(then, software.plugins())
                .forEach(difference ->
                        out.println("Not as in the checkpoint " + checkpoint.getFileName() + ", " + difference + "."));
        return then;
    }
}
