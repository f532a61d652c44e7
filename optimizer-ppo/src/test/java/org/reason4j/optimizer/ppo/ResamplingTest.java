package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.group;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.optimizer.ppo.ResamplingConfig.Method;
import org.reason4j.testkit.RecordedMetrics;

class ResamplingTest {

    private static final Offset<Double> CLOSE = within(1e-6);
    private static final double[] REWARDS = {2, -1, 0.5};

    private static double[] probabilities(Method method, double... rewards) {
        return Resampling.probabilities(rewards, new ResamplingConfig(method, 2));
    }

    @Test
    void probabilitiesAreReproduced() throws IOException {
        JsonNode vector = vector("pf-ppo");
        assertThat(vector.at("/params/method").asText()).isEqualTo("pow");
        ResamplingConfig config =
                new ResamplingConfig(Method.POW, vector.at("/params/power").asDouble());
        assertThat(Resampling.probabilities(row(vector.at("/inputs/scores")), config))
                .containsExactly(row(vector.at("/expected/probabilities")), CLOSE);
    }

    @Test
    void theHighestAndTheLowestAreDrawnOrTheHighestFourTimesAsOften() {
        assertThat(probabilities(Method.MAX_MIN, REWARDS)).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-7));
        // 0.4, 0.1, 0.1
        assertThat(probabilities(Method.MAX_RANDOM, REWARDS))
                .containsExactly(new double[] {2 / 3.0, 1 / 6.0, 1 / 6.0}, within(1e-7));
    }

    @Test
    void rewardsOfZeroAreDrawnAlike() {
        assertThat(probabilities(Method.POW, 0, 0)).containsExactly(0.5, 0.5);
    }

    private static List<Credit> drawn(long seed, Method method, int responses) {
        PpoConfig d = PpoConfig.DEFAULTS;
        PpoConfig config = new PpoConfig(
                0.2, 0.2, 0, 20, 0, LossAggregation.TOKEN_MEAN, d.gae(), d.critic(), new ResamplingConfig(method, 2));
        ScoredTrajectory[] step = IntStream.range(0, responses)
                .mapToObj(i -> scored(i, mask("1"), new float[1], REWARDS[i % 3]))
                .toArray(ScoredTrajectory[]::new);
        return new Ppo(config, new RecordedMetrics(), new Runs(seed)).credit(List.of(group(step)));
    }

    private static List<Integer> samples(List<Credit> credits) {
        return credits.stream().map(one -> one.trajectory().sample()).toList();
    }

    @Test
    void asManyAreDrawnAsThereAreInTheOrderOfTheStepAndTheSameInEveryRun() {
        List<Integer> drawn = samples(drawn(7, Method.POW, 3000));
        assertThat(drawn).hasSize(3000).isSorted().isEqualTo(samples(drawn(7, Method.POW, 3000)));
        assertThat(drawn).isNotEqualTo(samples(drawn(8, Method.POW, 3000)));
        // probability 0.761905; four deviations of sqrt(0.7619 * 0.2381 / 3000) are 0.031
        assertThat(drawn.stream().filter(i -> i % 3 == 0).count() / 3000.0).isCloseTo(0.7619, within(0.031));
        assertThat(drawn.stream().filter(i -> i % 3 == 2).count() / 3000.0).isCloseTo(0.0476, within(0.016));
    }

    @Test
    void advantagesAreThoseOfTheWholeStep() {
        List<Credit> all = drawn(7, Method.NONE, 6);
        for (Credit credit : drawn(7, Method.MAX_MIN, 6)) {
            int sample = credit.trajectory().sample();
            assertThat(sample % 3).isNotEqualTo(2);
            assertThat(credit.advantages()).containsExactly(all.get(sample).advantages());
        }
        assertThat(samples(all)).containsExactly(0, 1, 2, 3, 4, 5);
    }
}
