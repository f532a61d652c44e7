package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.formats.file.JsonValue;

/** Trajectories as JSON and back, without loss: floats are written so that they read as the same bits. */
public final class TrajectoryJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrajectoryJson() {}

    /** Writes a trajectory without its prompt. */
    public static ObjectNode write(Trajectory trajectory) {
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
                .ifPresent(branch -> json.putObject("branch")
                        .put("parent", branch.parent())
                        .put("at", branch.at())
                        .put("reason", branch.reason()));
        trajectory.failure().ifPresent(failure -> json.put("failure", failure));
        return json;
    }

    /** Writes sampling parameters. */
    public static ObjectNode write(SamplingParams params) {
        ObjectNode json = JSON.createObjectNode()
                .put("temperature", params.temperature())
                .put("top_k", params.topK())
                .put("top_p", params.topP())
                .put("min_p", params.minP())
                .put("max_tokens", params.maxTokens());
        json.set("stop_ids", JSON.valueToTree(params.stopIds()));
        json.set("stop", JSON.valueToTree(params.stop()));
        params.entropyMinimization()
                .ifPresent(lowered -> json.putObject("entropy_minimization")
                        .put("threshold", lowered.threshold())
                        .put("share", lowered.share())
                        .put("steps", lowered.steps())
                        .put("rate", lowered.rate())
                        .put("divergence", lowered.divergence()));
        return json;
    }

    /** Reads a trajectory of that prompt. */
    public static Trajectory read(JsonValue json, Prompt prompt) {
        return json.make(() -> {
            Trajectory read = begun(json, prompt)
                    .withOrigin(json.get("origin").oneOf(Origin.class))
                    .withLearned(json.get("learned").flags());
            read = json.find("params")
                    .map(TrajectoryJson::params)
                    .map(read::withParams)
                    .orElse(read);
            read = numbers(json, read);
            read = json.find("branch")
                    .map(TrajectoryJson::branch)
                    .map(read::withBranch)
                    .orElse(read);
            return json.find("failure")
                    .map(JsonValue::text)
                    .map(read::withFailure)
                    .orElse(read);
        });
    }

    private static Trajectory begun(JsonValue json, Prompt prompt) {
        Finish finish = json.get("finish").oneOf(Finish.class);
        if ((finish == Finish.FAILED) != json.find("failure").isPresent()) {
            throw json.get("finish").wrong("FAILED with a failure, or another finish without one");
        }
        int[] response = json.get("response").integers();
        int sample = json.get("sample").integer(0);
        String text = json.get("text").text();
        return json.find("policy_version").isEmpty()
                ? Trajectory.demonstration(prompt, sample, response, text)
                : Trajectory.sampled(
                        prompt,
                        sample,
                        response,
                        text,
                        finish == Finish.FAILED ? Finish.STOP : finish,
                        json.get("policy_version").whole(0),
                        params(json.get("params")));
    }

    private static Branch branch(JsonValue json) {
        return new Branch(
                json.get("parent").integer(0),
                json.get("at").integer(0),
                json.find("reason").map(JsonValue::text).orElse(""));
    }

    private static Trajectory numbers(JsonValue json, Trajectory trajectory) {
        Trajectory read = trajectory;
        for (Map.Entry<String, JsonValue> stream : json.get("streams").members().entrySet()) {
            read = read.with(
                    TokenStream.named(stream.getKey()), stream.getValue().floats());
        }
        for (Map.Entry<String, JsonValue> top : json.get("top").members().entrySet()) {
            JsonValue numbers = top.getValue();
            read = read.with(
                    TokenStream.named(top.getKey()),
                    TopTokens.of(
                            numbers.get("k").integer(1),
                            numbers.get("ids").integers(),
                            numbers.get("logprobs").floats()));
        }
        return read;
    }

    /** Reads sampling parameters. */
    public static SamplingParams params(JsonValue json) {
        SamplingParams params = SamplingParams.of(json.get("max_tokens").integer(1))
                .withTemperature(json.get("temperature").finite(0))
                .withTopK(json.get("top_k").integer(0))
                .withTopP(json.get("top_p").finite(0))
                .withMinP(json.get("min_p").finite(0))
                .withStopIds(
                        Arrays.stream(json.get("stop_ids").integers()).boxed().toList())
                .withStop(json.get("stop").texts());
        return json.find("entropy_minimization")
                .map(TrajectoryJson::minimization)
                .map(params::withEntropyMinimization)
                .orElse(params);
    }

    private static EntropyMinimization minimization(JsonValue json) {
        return EntropyMinimization.of(
                json.get("threshold").finite(0),
                json.get("share").finite(0),
                json.get("steps").integer(0),
                json.get("rate").finite(0),
                json.get("divergence").finite(0));
    }
}
