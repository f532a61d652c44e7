package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.optimizer.grpo.advantage.BatchNormalised;
import org.reason4j.optimizer.grpo.loss.Cispo;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;

/** ScaleRL's objective as a whole, from rewards to the gradient, with the parts that {@link ScaleRl} names. */
class ScaleRlTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("scalerl-loss");
        PolicyGradient optimizer = new PolicyGradient(new PolicyGradientConfig(
                new BatchNormalised(vector.at("/params/eps").asDouble()),
                new Cispo(0, vector.at("/params/cap").asDouble(), Anchor.BEHAVIOUR),
                LossAggregation.PROMPT_MEAN));
        List<Credit> credits = optimizer.credit(groups(vector));
        double[] advantages = row(vector.at("/expected/advantages"));
        for (int i = 0; i < advantages.length; i++) {
            assertThat(credits.get(i).trajectory().sample()).isEqualTo(i);
            assertThat((double) credits.get(i).advantage(0)).isCloseTo(advantages[i], CLOSE);
        }
        float[][] logprobs = matrix(vector.at("/inputs/logp"));
        Result result = Batch.of(
                        TokenStream.LOGPROBS,
                        credits,
                        Map.of(TokenStream.LOGPROBS, one -> Arrays.copyOf(logprobs[one.sample()], one.length())))
                .evaluate(Loss.of(optimizer));

        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        float[][] gradient = matrix(vector.at("/expected/dloss_dlogp"));
        for (int i = 0; i < gradient.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(gradient[i], within(1e-5f));
        }
    }

    /** Responses as long as they have learned tokens; their index is their row. */
    private static List<ScoredGroup> groups(JsonNode vector) {
        double[] rewards = row(vector.at("/inputs/rewards"));
        double[] group = row(vector.at("/inputs/group"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        float[][] behaviour = matrix(vector.at("/inputs/behaviour_logp"));
        Map<Integer, List<ScoredTrajectory>> byGroup = new TreeMap<>();
        for (int i = 0; i < rewards.length; i++) {
            int length = 0;
            for (float learned : mask[i]) {
                length += (int) learned;
            }
            Prompt prompt = Prompt.of("prompt " + (int) group[i], List.of(), new int[] {1});
            Trajectory response = Trajectory.sampled(
                            prompt, i, new int[length], "", Finish.STOP, 0, SamplingParams.of(8))
                    .with(TokenStream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(behaviour[i], length));
            byGroup.computeIfAbsent((int) group[i], any -> new ArrayList<>())
                    .add(ScoredTrajectory.of(response, rewards[i]));
        }
        return byGroup.values().stream()
                .map(members -> ScoredGroup.of(members.get(0).trajectory().prompt(), members))
                .toList();
    }
}
