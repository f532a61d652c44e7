package org.reason4j.reward.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.shaping.Pkpo.Baseline;
import org.reason4j.testkit.RecordedMetrics;

/** Several attempts of which the best counts, and places instead of rewards. */
class AttemptsTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @ParameterizedTest
    @CsvSource({"pkpo-binary, pass_at_k", "pkpo-maxg, max_at_k"})
    void theWorkedExamplesOfPkpoAreReproduced(String id, String estimate) throws IOException {
        JsonNode vector = vector(id);
        Pkpo pkpo = new Pkpo(new Pkpo.Config(vector.at("/params/k").asInt(), Baseline.NONE), metrics);
        assertThat(pkpo.shape(List.of(Groups.rewarded(row(vector.at("/inputs/rewards")))))
                        .get(0)
                        .rewards())
                .containsExactly(row(vector.at("/expected/transformed")), within(1e-5));
        assertThat(metrics.of("pkpo/max_at_k"))
                .isCloseTo(vector.at("/expected/" + estimate).asDouble(), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({
        "1, NONE",
        "2, NONE",
        "3, NONE",
        "5, NONE",
        "1, LEAVE_ONE_OUT",
        "3, LEAVE_ONE_OUT",
        "4, LEAVE_ONE_OUT",
        "2, LEAVE_ONE_OUT_MINUS_ONE",
        "3, LEAVE_ONE_OUT_MINUS_ONE",
        "5, LEAVE_ONE_OUT_MINUS_ONE"
    })
    void theClosedFormsEqualTheSumsOverAllSubsets(int k, Baseline baseline) {
        double[] rewards = {0.3, -1, 0.3, 2, 0.5};
        double[] found = Pkpo.of(new Pkpo.Config(k, baseline), rewards);
        for (int i = 0; i < rewards.length; i++) {
            assertThat(found[i]).as("response %s", i).isCloseTo(bySubsets(i, k, baseline, rewards), within(1e-9));
        }
    }

    /** By the definitions: every subset is a bit mask. */
    private static double bySubsets(int i, int k, Baseline baseline, double... rewards) {
        int n = rewards.length;
        double sum = 0;
        double others = 0;
        int subsets = 0;
        int subsetsOfOthers = 0;
        for (int mask = 0; mask < 1 << n; mask++) {
            boolean member = (mask >> i & 1) == 1;
            if (Integer.bitCount(mask) != k) {
                continue;
            }
            subsets++;
            double without = best(mask & ~(1 << i), rewards);
            if (member) {
                sum += best(mask, rewards) - (baseline == Baseline.LEAVE_ONE_OUT_MINUS_ONE ? without : 0);
            } else {
                subsetsOfOthers++;
                others += without;
            }
        }
        double mean = baseline == Baseline.LEAVE_ONE_OUT ? others / subsetsOfOthers * k / (n - 1) : 0;
        return sum / subsets - mean;
    }

    private static double best(int mask, double... rewards) {
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rewards.length; i++) {
            best = (mask >> i & 1) == 1 ? Math.max(best, rewards[i]) : best;
        }
        return best;
    }

    @Test
    void pkpoOfOneAttemptIsTheRewardOverTheGroup() {
        assertThat(Pkpo.of(new Pkpo.Config(1, Baseline.NONE), 0.5, 2))
                .containsExactly(new double[] {0.25, 1}, within(1e-9));
    }

    @Test
    void aLargeGroupKeepsItsPrecision() {
        // of 2048 responses one is right; k = 1024: it is in half of the subsets
        double[] rewards = new double[2048];
        rewards[7] = 1;
        double[] found = Pkpo.of(new Pkpo.Config(1024, Baseline.NONE), rewards);
        assertThat(found[7]).isCloseTo(0.5, within(1e-8));
        assertThat(Arrays.stream(found).sum() / 1024).isCloseTo(0.5, within(1e-8));
    }

    @Test
    void aGroupThatLostResponsesIsTakenAsAWhole() {
        assertThat(Pkpo.of(new Pkpo.Config(4, Baseline.NONE), 0, 1)).containsExactly(new double[] {1, 1}, within(1e-9));
    }

    @Test
    void theBestOfNoneIsNoBaseline() {
        assertThatThrownBy(() -> new Pkpo.Config(1, Baseline.LEAVE_ONE_OUT_MINUS_ONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pkpo.k must be at least 2, got 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8-2-4", "8-1-4", "8-4-4", "16-4-4"})
    void theWorkedExamplesOfPassAtKTrainingAreReproduced(String id) throws IOException {
        JsonNode vector = vector("passk-training-" + id);
        int n = vector.at("/inputs/n").asInt();
        int right = vector.at("/inputs/n_correct").asInt();
        double[] rewards = new double[n];
        Arrays.fill(rewards, 0, right, 1);
        PasskTraining shaper = new PasskTraining(
                new PasskTraining.Config(vector.at("/inputs/k").asInt(), 0, 1e-6), metrics);
        double[] shaped = shaper.shape(List.of(Groups.rewarded(rewards))).get(0).rewards();
        assertThat(shaped[0]).isCloseTo(vector.at("/expected/adv_correct").asDouble(), within(1e-5));
        assertThat(shaped[n - 1]).isCloseTo(vector.at("/expected/adv_wrong").asDouble(), within(1e-5));
        assertThat(metrics.of("passk_training/pass_at_k"))
                .isCloseTo(vector.at("/expected/group_mean").asDouble(), within(1e-5));
    }

    @Test
    void groupsThatAlwaysOrNeverWinTeachNothing() throws IOException {
        for (JsonNode one : vector("passk-training-degenerate").at("/inputs/cases")) {
            PasskTraining.Config config = new PasskTraining.Config(one.get(2).asInt(), 0, 1e-6);
            assertThat(PasskTraining.advantage(one.get(0).asInt(), one.get(1).asInt(), true, config))
                    .isZero();
            assertThat(PasskTraining.advantage(one.get(0).asInt(), one.get(1).asInt(), false, config))
                    .isZero();
        }
        assertThat(PasskTraining.passAtK(8, 0, 4)).isZero();
        assertThat(PasskTraining.passAtK(8, 5, 4)).isEqualTo(1);
        assertThat(PasskTraining.passAtK(2, 0, 4)).isZero();
    }

    @Test
    void onlyTheBestIsPaidByItsLead() throws IOException {
        JsonNode vector = vector("grpo-passk-best");
        double[] rewards = row(vector.at("/inputs/rewards"));
        assertThat(PasskBest.of(PasskBest.Config.DEFAULTS, rewards))
                .containsExactly(row(vector.at("/expected/advantages_std")), within(1e-5));
        assertThat(new PasskBest(new PasskBest.Config(false, 1e-6))
                        .shape(List.of(Groups.rewarded(rewards)))
                        .get(0)
                        .rewards())
                .containsExactly(row(vector.at("/expected/advantages_nostd")), within(1e-5));
    }

    @Test
    void ofTwoBestNoneIsPaid() {
        assertThat(PasskBest.of(PasskBest.Config.DEFAULTS, 1, 0, 1)).containsExactly(0, 0, 0);
        assertThat(PasskBest.of(PasskBest.Config.DEFAULTS, 1)).containsExactly(0);
    }

    @Test
    void theWorkedExampleOfRanksIsReproduced() throws IOException {
        JsonNode vector = vector("rank-shaping");
        double[] scores = row(vector.at("/inputs/scores"));
        assertThat(new Rank(Rank.Config.DEFAULTS)
                        .shape(List.of(Groups.rewarded(scores)))
                        .get(0)
                        .rewards())
                .containsExactly(row(vector.at("/expected/rank_0_to_1")), within(1e-9));
        assertThat(Rank.of(Rank.Scale.CENTRED, scores))
                .containsExactly(row(vector.at("/expected/centred")), within(1e-9));
        assertThat(Rank.of(Rank.Scale.UNIT, 7)).containsExactly(0.5);
    }
}
