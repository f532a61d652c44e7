package org.reason4j.optimizer.offpolicy;

import static org.reason4j.testkit.Vectors.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Credits with log-probabilities of two policies. */
final class Credits {

    private Credits() {}

    /** Responses with an advantage of 1 on every token of the mask. */
    static List<Credit> credits(JsonNode vector) {
        float[][] old =
                matrix(vector.at(vector.at("/inputs").has("old_logp") ? "/inputs/old_logp" : "/inputs/trainer_logp"));
        float[][] sampled = matrix(
                vector.at(vector.at("/inputs").has("behav_logp") ? "/inputs/behav_logp" : "/inputs/rollout_logp"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            int length = 0;
            for (float m : mask[i]) {
                length += (int) m;
            }
            boolean[] learned = new boolean[length];
            Arrays.fill(learned, true);
            credits.add(credit(1, Arrays.copyOf(old[i], length), Arrays.copyOf(sampled[i], length), learned));
        }
        return credits;
    }

    /** A response with these log-ratios, {@code [L]}. */
    static Credit credit(double advantage, float[] logRatios, boolean... learned) {
        return credit(advantage, logRatios, new float[logRatios.length], learned);
    }

    private static Credit credit(double advantage, float[] old, float[] sampled, boolean... learned) {
        Trajectory trajectory = Trajectory.sampled(
                        Prompt.of("p", List.of(), new int[] {1}),
                        0,
                        new int[learned.length],
                        "",
                        Finish.STOP,
                        0,
                        SamplingParams.of(64))
                .withLearned(learned)
                .with(TokenStream.OLD_LOGPROBS, old)
                .with(TokenStream.SAMPLED_LOGPROBS, sampled);
        return Credit.constant(trajectory, advantage);
    }
}
