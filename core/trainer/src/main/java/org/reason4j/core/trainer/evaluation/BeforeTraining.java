package org.reason4j.core.trainer.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.file.SealedJson;
import org.reason4j.core.host.track.HeldOutScores;

/** Keeps the measurement before training in {@code before.json}, where a resumed run finds it. */
public final class BeforeTraining {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REMEDY =
            "Delete the file; the model that training started from is measured again then.";

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
        SealedJson.write(file, json);
        return result;
    }

    /**
     * Reads what {@link #save} wrote; empty if there is none.
     *
     * @param problems those whose answers are wanted
     */
    public Optional<Evaluator.Result> load(List<Prompt> problems) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<String, Prompt> byId = problems.stream().collect(Collectors.toMap(Prompt::id, Function.identity()));
        JsonValue json = SealedJson.read(file, REMEDY);
        List<Evaluator.Answer> answers = new ArrayList<>();
        for (JsonValue answer : json.get("answers").list()) {
            Prompt problem = byId.get(answer.get("id").text());
            if (problem != null) {
                answers.add(new Evaluator.Answer(
                        problem,
                        answer.make(() -> response(problem, answer)),
                        answer.get("reward").number(),
                        answer.get("correct").flag()));
            }
        }
        HeldOutScores measurement = new HeldOutScores(
                json.get("accuracy").finite(0),
                json.get("standard_error").finite(0),
                shares(json.get("pass_at")),
                shares(json.get("majority_at")),
                json.get("response_length").finite(0),
                json.get("problems").integer(0));
        return Optional.of(
                new Evaluator.Result(measurement, answers, json.get("unscored").integer(0)));
    }

    private static Trajectory response(Prompt problem, JsonValue answer) {
        int[] tokens = answer.get("response").integers();
        return Trajectory.sampled(
                        problem,
                        0,
                        tokens,
                        answer.get("text").text(),
                        answer.get("finish").oneOf(Finish.class),
                        0,
                        SamplingParams.greedy(Math.max(1, tokens.length)))
                .withLearned(new boolean[tokens.length]);
    }

    private static SortedMap<Integer, Double> shares(JsonValue json) {
        SortedMap<Integer, Double> shares = new TreeMap<>();
        json.members().forEach((k, share) -> shares.put(json.make(() -> Integer.valueOf(k)), share.finite(0)));
        return shares;
    }
}
