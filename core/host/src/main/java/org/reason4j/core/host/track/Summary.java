package org.reason4j.core.host.track;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.track.coach.Coach;

/**
 * Results of a run, for programs to read.
 *
 * @param before the model before reinforcement learning
 * @param after the trained model
 * @param rlSeconds wall-clock seconds of reinforcement learning
 * @param steps steps of reinforcement learning
 * @param weightsSha256 SHA-256 of the final weights, in hexadecimal
 * @param coach what the coach told
 */
public record Summary(
        HeldOutScores before,
        HeldOutScores after,
        double rlSeconds,
        int steps,
        String weightsSha256,
        List<Coach.Told> coach) {

    public Summary {
        coach = List.copyOf(coach);
    }

    /** Results of a run without a coach. */
    public Summary(HeldOutScores before, HeldOutScores after, double rlSeconds, int steps, String weightsSha256) {
        this(before, after, rlSeconds, steps, weightsSha256, List.of());
    }

    /** Writes the summary as JSON; the file appears as a whole. */
    public void write(Path file) {
        ObjectNode json = StepFile.JSON.createObjectNode();
        put(json.putObject("before"), before);
        put(json.putObject("after"), after);
        json.put("rl_seconds", rlSeconds).put("steps", steps).put("weights_sha256", weightsSha256);
        if (!coach.isEmpty()) {
            ObjectNode signs = json.putObject("coach");
            coach.forEach(told -> told.steps().forEach(signs.withArray(told.rule())::add));
        }
        DurableFiles.write(file, json.toPrettyString() + "\n");
    }

    private static void put(ObjectNode json, HeldOutScores measurement) {
        json.put("accuracy", measurement.accuracy());
        measurement.passAt().forEach((k, value) -> json.put("pass@" + k, value));
        measurement.majorityAt().forEach((k, value) -> json.put("maj@" + k, value));
        json.put("problems", measurement.problems());
    }
}
