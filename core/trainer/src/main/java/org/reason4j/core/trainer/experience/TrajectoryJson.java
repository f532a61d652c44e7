package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;

/** Trajectories as JSON and back, without loss: floats are written so that they read as the same bits. */
final class TrajectoryJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrajectoryJson() {}

    /** Writes a trajectory without its prompt. */
    static ObjectNode write(Trajectory trajectory) {
        ObjectNode json = JSON.createObjectNode();
        json.put("sample", trajectory.sample())
                .put("text", trajectory.text())
                .put("finish", trajectory.finish().name())
                .put("origin", trajectory.origin().name());
        trajectory.policyVersion().ifPresent(version -> json.put("policy_version", version));
        trajectory.params().ifPresent(params -> json.set("params", write(params)));
        json.set("response", JSON.valueToTree(trajectory.response()));
        json.set("learned", JSON.valueToTree(trajectory.learned()));
        ObjectNode streams = json.putObject("streams");
        trajectory.streams().forEach(stream -> streams.set(stream.name(), JSON.valueToTree(trajectory.stream(stream))));
        ObjectNode tops = json.putObject("top");
        trajectory.tops().forEach((name, top) -> {
            ObjectNode one = tops.putObject(name.name()).put("k", top.k());
            one.set("ids", JSON.valueToTree(top.ids()));
            one.set("logprobs", JSON.valueToTree(top.logprobs()));
        });
        trajectory
                .branch()
                .ifPresent(branch ->
                        json.putObject("branch").put("parent", branch.parent()).put("at", branch.at()));
        trajectory.failure().ifPresent(failure -> json.put("failure", failure));
        return json;
    }

    private static ObjectNode write(SamplingParams params) {
        ObjectNode json = JSON.createObjectNode()
                .put("temperature", params.temperature())
                .put("top_k", params.topK())
                .put("top_p", params.topP())
                .put("min_p", params.minP())
                .put("max_tokens", params.maxTokens());
        json.set("stop_ids", JSON.valueToTree(params.stopIds()));
        json.set("stop", JSON.valueToTree(params.stop()));
        return json;
    }

    /** Reads a trajectory of that prompt. */
    static Trajectory read(JsonNode json, Prompt prompt) {
        Finish finish = Finish.valueOf(json.path("finish").asText());
        int[] response = JSON.convertValue(json.path("response"), int[].class);
        int sample = json.path("sample").asInt();
        String text = json.path("text").asText();
        Trajectory read = json.has("policy_version")
                ? Trajectory.sampled(
                        prompt,
                        sample,
                        response,
                        text,
                        finish == Finish.FAILED ? Finish.STOP : finish,
                        json.path("policy_version").asLong(),
                        params(json.path("params")))
                : Trajectory.demonstration(prompt, sample, response, text);
        read = read.withOrigin(Origin.valueOf(json.path("origin").asText()))
                .withLearned(JSON.convertValue(json.path("learned"), boolean[].class));
        if (json.has("params")) {
            read = read.withParams(params(json.path("params")));
        }
        read = numbers(json, read);
        JsonNode branch = json.path("branch");
        if (!branch.isMissingNode()) {
            read = read.withBranch(
                    new Branch(branch.path("parent").asInt(), branch.path("at").asInt()));
        }
        return json.has("failure") ? read.withFailure(json.path("failure").asText()) : read;
    }

    private static Trajectory numbers(JsonNode json, Trajectory trajectory) {
        Trajectory read = trajectory;
        for (Map.Entry<String, JsonNode> stream : json.path("streams").properties()) {
            read = read.with(TokenStream.named(stream.getKey()), JSON.convertValue(stream.getValue(), float[].class));
        }
        for (Map.Entry<String, JsonNode> top : json.path("top").properties()) {
            JsonNode numbers = top.getValue();
            read = read.with(
                    TokenStream.named(top.getKey()),
                    TopTokens.of(
                            numbers.path("k").asInt(),
                            JSON.convertValue(numbers.path("ids"), int[].class),
                            JSON.convertValue(numbers.path("logprobs"), float[].class)));
        }
        return read;
    }

    private static SamplingParams params(JsonNode json) {
        List<Integer> stopIds = new ArrayList<>();
        json.path("stop_ids").forEach(id -> stopIds.add(id.asInt()));
        List<String> stop = new ArrayList<>();
        json.path("stop").forEach(text -> stop.add(text.asText()));
        return SamplingParams.of(json.path("max_tokens").asInt())
                .withTemperature(json.path("temperature").asDouble())
                .withTopK(json.path("top_k").asInt())
                .withTopP(json.path("top_p").asDouble())
                .withMinP(json.path("min_p").asDouble())
                .withStopIds(stopIds)
                .withStop(stop);
    }
}
