package org.reason4j.core.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;

/** Trajectories as JSON and back, without loss: floats are written so that they read as the same bits. */
final class TrajectoryJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrajectoryJson() {}

    static ObjectNode write(Trajectory trajectory) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", trajectory.prompt().id())
                .put("sample", trajectory.sample())
                .put("text", trajectory.text())
                .put("finish", trajectory.finish().name())
                .put("policy_version", trajectory.policyVersion());
        json.set("response", JSON.valueToTree(trajectory.response()));
        json.set("learned", JSON.valueToTree(trajectory.learned()));
        ObjectNode streams = json.putObject("streams");
        trajectory.streams().forEach((stream, values) -> streams.set(stream.name(), JSON.valueToTree(values)));
        trajectory
                .branch()
                .ifPresent(branch ->
                        json.putObject("branch").put("parent", branch.parent()).put("at", branch.at()));
        trajectory.failure().ifPresent(failure -> json.put("failure", failure));
        return json;
    }

    /** The prompt of what {@link #write} returned. */
    static String promptId(JsonNode json) {
        return json.path("id").asText();
    }

    static Trajectory read(JsonNode json, Prompt prompt) {
        Map<Stream, float[]> streams = new HashMap<>();
        for (Map.Entry<String, JsonNode> stream : json.path("streams").properties()) {
            streams.put(new Stream(stream.getKey()), JSON.convertValue(stream.getValue(), float[].class));
        }
        JsonNode branch = json.path("branch");
        return new Trajectory(
                prompt,
                json.path("sample").asInt(),
                JSON.convertValue(json.path("response"), int[].class),
                JSON.convertValue(json.path("learned"), boolean[].class),
                json.path("text").asText(),
                Finish.valueOf(json.path("finish").asText()),
                json.path("policy_version").asLong(),
                streams,
                branch.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Branch(
                                branch.path("parent").asInt(), branch.path("at").asInt())),
                Optional.ofNullable(json.get("failure")).map(JsonNode::asText));
    }
}
