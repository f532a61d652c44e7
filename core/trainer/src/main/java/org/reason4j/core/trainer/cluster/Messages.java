package org.reason4j.core.trainer.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.trainer.experience.PromptJson;
import org.reason4j.core.trainer.experience.TrajectoryJson;

/** Requests, groups and their answers as JSON and back, without loss: a number is read as the same bits. */
final class Messages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Messages() {}

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonValue json(byte[] bytes, String what) {
        try {
            return new JsonValue(what, "Driver and workers have to be of one version.", "", JSON.readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(what + " is not JSON", e);
        }
    }

    static ObjectNode request(GenerationRequest request) {
        ObjectNode json = JSON.createObjectNode().put("prompt", request.promptLength());
        json.set("tokens", JSON.valueToTree(request.tokens()));
        json.set("params", TrajectoryJson.write(request.params()));
        return json.put("seed", request.seed());
    }

    static GenerationRequest request(JsonValue json) {
        return GenerationRequest.of(
                json.get("tokens").integers(),
                json.get("prompt").integer(0),
                TrajectoryJson.params(json.get("params")),
                json.get("seed").whole(Long.MIN_VALUE));
    }

    static ObjectNode generation(Generation generation) {
        ObjectNode json = JSON.createObjectNode()
                .put("finish", generation.finish().name())
                .put("version", generation.version());
        json.set("tokens", JSON.valueToTree(generation.tokens()));
        json.set("logprobs", JSON.valueToTree(generation.logprobs()));
        json.set("sampled", JSON.valueToTree(generation.sampledLogprobs()));
        return json;
    }

    static Generation generation(JsonValue json) {
        return Generation.of(
                json.get("tokens").integers(),
                json.get("logprobs").floats(),
                json.get("sampled").floats(),
                json.get("finish").oneOf(Finish.class),
                json.get("version").whole(0));
    }

    /** A list of messages, with the weights that are meant. */
    static byte[] list(JsonNode weights, List<ObjectNode> messages) {
        ObjectNode json = JSON.createObjectNode();
        json.set("weights", weights);
        ArrayNode all = json.putArray("all");
        messages.forEach(all::add);
        return bytes(json);
    }

    static byte[] group(String reward, double seconds, Group group) {
        ObjectNode json = JSON.createObjectNode().put("reward", reward).put("seconds", seconds);
        json.set("prompt", PromptJson.write(group.prompt()));
        ArrayNode all = json.putArray("trajectories");
        group.trajectories().forEach(one -> all.add(TrajectoryJson.write(one)));
        return bytes(json);
    }

    static Group group(JsonValue json) {
        Prompt prompt = PromptJson.read(json.get("prompt"));
        return Group.of(
                prompt,
                json.get("trajectories").list().stream()
                        .map(one -> TrajectoryJson.read(one, prompt))
                        .toList());
    }

    static byte[] scores(List<Score> scores) {
        ArrayNode all = JSON.createArrayNode();
        scores.forEach(score -> all.add(score(score)));
        return bytes(all);
    }

    private static ObjectNode score(Score score) {
        ObjectNode json = JSON.createObjectNode();
        if (score instanceof Score.Value value) {
            json.put("value", value.value());
            value.tokenRewards().ifPresent(rewards -> json.set("tokens", JSON.valueToTree(rewards)));
            ObjectNode streams = json.putObject("streams");
            value.streams().forEach((stream, numbers) -> streams.set(stream.name(), JSON.valueToTree(numbers)));
        } else if (score instanceof Score.Unscorable unscorable) {
            json.put("unscorable", unscorable.reason());
        } else if (score instanceof Score.TimedOut late) {
            json.put("late", late.deadline().toNanos());
        } else {
            json.put("failed", score instanceof Score.Failed failed ? failed.reason() : String.valueOf(score));
        }
        return json;
    }

    static List<Score> scores(byte[] bytes) {
        List<Score> scores = new ArrayList<>();
        json(bytes, "scores of a worker").list().forEach(json -> scores.add(score(json)));
        return scores;
    }

    private static Score score(JsonValue json) {
        if (json.find("value").isPresent()) {
            Score.Value value = Score.value(json.get("value").number());
            value = json.find("tokens")
                    .map(JsonValue::floats)
                    .map(value::withTokenRewards)
                    .orElse(value);
            for (Map.Entry<String, JsonValue> stream :
                    json.get("streams").members().entrySet()) {
                value = value.with(
                        TokenStream.named(stream.getKey()), stream.getValue().floats());
            }
            return value;
        }
        return json.find("unscorable")
                .map(reason -> Score.unscorable(reason.text()))
                .or(() -> json.find("late").map(late -> new Score.TimedOut(Duration.ofNanos(late.whole(0)))))
                .orElseGet(() -> Score.failed(json.get("failed").text()));
    }
}
