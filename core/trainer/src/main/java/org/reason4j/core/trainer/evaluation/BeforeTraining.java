package org.reason4j.core.trainer.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.track.HeldOutScores;

/** Keeps the measurement before training in {@code before.json}, where a resumed run finds it. */
public final class BeforeTraining {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public BeforeTraining(Path run) {
        file = file(run);
    }

    public static Path file(Path run) {
        return run.resolve("before.json");
    }

    public Evaluator.Result save(Evaluator.Result result) {
        ObjectNode json = JSON.createObjectNode();
        HeldOutScores measurement = result.measurement();
        json.put("accuracy", measurement.accuracy())
                .put("standard_error", measurement.standardError())
                .put("response_length", measurement.responseLength())
                .put("problems", measurement.problems())
                .put("unscored", result.unscored());
        json.set("pass_at", JSON.valueToTree(measurement.passAt()));
        json.set("majority_at", JSON.valueToTree(measurement.majorityAt()));
        ArrayNode answers = json.putArray("answers");
        for (Evaluator.Answer answer : result.answers()) {
            answers.addObject()
                    .put("id", answer.problem().id())
                    .put("reward", answer.reward())
                    .put("correct", answer.correct())
                    .put("finish", answer.response().finish().name())
                    .put("text", answer.response().text())
                    .set("response", JSON.valueToTree(answer.response().response()));
        }
        DurableFiles.write(file, json.toString());
        return result;
    }

    public Optional<Evaluator.Result> load(List<Prompt> problems) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<String, Prompt> byId = problems.stream().collect(Collectors.toMap(Prompt::id, Function.identity()));
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            List<Evaluator.Answer> answers = new ArrayList<>();
            for (JsonNode answer : json.path("answers")) {
                Prompt problem = byId.get(answer.path("id").asText());
                if (problem != null) {
                    answers.add(new Evaluator.Answer(
                            problem,
                            response(problem, answer),
                            answer.path("reward").asDouble(),
                            answer.path("correct").asBoolean()));
                }
            }
            HeldOutScores measurement = new HeldOutScores(
                    json.path("accuracy").asDouble(),
                    json.path("standard_error").asDouble(),
                    shares(json.path("pass_at")),
                    shares(json.path("majority_at")),
                    json.path("response_length").asDouble(),
                    json.path("problems").asInt());
            return Optional.of(new Evaluator.Result(
                    measurement, answers, json.path("unscored").asInt()));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    private static Trajectory response(Prompt problem, JsonNode answer) {
        int[] tokens = JSON.convertValue(answer.path("response"), int[].class);
        return Trajectory.sampled(
                        problem,
                        0,
                        tokens,
                        answer.path("text").asText(),
                        Finish.valueOf(answer.path("finish").asText()),
                        0,
                        SamplingParams.greedy(Math.max(1, tokens.length)))
                .withLearned(new boolean[tokens.length]);
    }

    private static SortedMap<Integer, Double> shares(JsonNode json) {
        SortedMap<Integer, Double> shares = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            shares.put(Integer.valueOf(entry.getKey()), entry.getValue().asDouble());
        }
        return shares;
    }
}
