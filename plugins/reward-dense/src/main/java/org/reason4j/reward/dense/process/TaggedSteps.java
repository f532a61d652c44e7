package org.reason4j.reward.dense.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.reward.dense.step.Steps;

/**
 * A response as a process reward model reads it: after each step stands the tag, where the step is judged, and between a
 * judgement and the next step stands further text. Tokens that end the sequence are left out.
 *
 * @param sequence the prompt with all steps, tags and one more token, so that the last judgement has a place
 * @param places of the token after each step's tag: the model's prediction there is its judgement
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by who made it
record TaggedSteps(Trajectory sequence, int[] places) {

    /**
     * Puts tags into a response.
     *
     * @param starts the first token of each step, at least one
     * @param last the token that stands at the place of the last judgement
     */
    static TaggedSteps of(Trajectory response, int[] starts, PrmConfig config, int last, Steps steps) {
        Tokenizer tokenizer = steps.tokenizer();
        int[] tag = tokenizer.encode(config.tag());
        int[] between = tokenizer.encode(config.between());
        int[] tokens = response.response();
        List<int[]> parts = new ArrayList<>();
        int[] places = new int[starts.length];
        int length = 0;
        for (int k = 0; k < starts.length; k++) {
            boolean isLast = k + 1 == starts.length;
            int end = isLast ? Math.max(steps.contentLength(response), starts[k] + 1) : starts[k + 1];
            int[] step = Arrays.copyOfRange(tokens, starts[k], end);
            places[k] = length + step.length + tag.length;
            parts.add(step);
            parts.add(tag);
            parts.add(isLast ? new int[] {last} : between);
            length = places[k] + between.length;
        }
        int[] all = parts.stream().flatMapToInt(Arrays::stream).toArray();
        return new TaggedSteps(plain(response, all), places);
    }

    /** The sequence up to a judgement, with that token there. */
    Trajectory with(int step, int token) {
        int[] tokens = Arrays.copyOf(sequence.response(), places[step] + 1);
        tokens[places[step]] = token;
        return plain(sequence, tokens);
    }

    /** Tokens after the same prompt, scored at temperature 1. */
    private static Trajectory plain(Trajectory from, int[] tokens) {
        return Trajectory.demonstration(from.prompt(), from.sample(), tokens, "");
    }
}
