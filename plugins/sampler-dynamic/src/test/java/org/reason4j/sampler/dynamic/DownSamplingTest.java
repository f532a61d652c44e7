package org.reason4j.sampler.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.sampler.dynamic.GfpoConfig.By;
import org.reason4j.testkit.RecordedMetrics;

/** Filters that keep a part of a group. */
class DownSamplingTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** Responses of these lengths and rewards. */
    private static ScoredGroup group(double[] rewards, double[] lengths) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        List<ScoredTrajectory> all = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            Trajectory one = Trajectory.sampled(
                    prompt, i, new int[(int) lengths[i]], "", Finish.STOP, 0, SamplingParams.of(500));
            all.add(ScoredTrajectory.of(one, rewards[i]));
        }
        return ScoredGroup.of(prompt, all);
    }

    private static List<Integer> samples(ScoredGroup group) {
        return group.trajectories().stream()
                .map(one -> one.trajectory().sample())
                .toList();
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> all = new ArrayList<>();
        array.forEach(one -> all.add(one.asInt()));
        return all;
    }

    /** {@code (r - mean) / (deviation + epsilon)} over the responses that are left, with the sample deviation. */
    private static double[] advantages(ScoredGroup kept, double epsilon) {
        double[] rewards = kept.rewards();
        double mean = Arrays.stream(rewards).average().orElseThrow();
        double squares =
                Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
        double deviation = Math.sqrt(squares / (rewards.length - 1));
        return Arrays.stream(rewards)
                .map(r -> (r - mean) / (deviation + epsilon))
                .toArray();
    }

    @Test
    void theWorkedExampleOfPodsIsReproduced() throws IOException {
        JsonNode vector = vector("pods-max-variance");
        Pods pods = new Pods(new PodsConfig(vector.at("/params/m").asInt(), ""), metrics);
        ScoredGroup kept = pods.filter(Groups.withRewards(row(vector.at("/inputs/rewards"))))
                .orElseThrow();

        assertThat(samples(kept)).isEqualTo(integers(vector.at("/expected/selected")));
        assertThat(metrics.of("pods/variance"))
                .isCloseTo(vector.at("/expected/variance").asDouble(), within(1e-6));
        assertThat(advantages(kept, 1e-6))
                .containsExactly(row(vector.at("/expected/advantages_on_subset")), within(1e-6));
        assertThat(metrics.of("filter/left_out_responses")).isEqualTo(4);
    }

    @Test
    void noOtherPartOfAGroupHasALargerVariance() {
        long seed = 20_261_130;
        for (int trial = 0; trial < 40; trial++) {
            long key = SplitMix64.key(seed, trial);
            double[] rewards = new double[7];
            for (int i = 0; i < 7; i++) { // eighths, so that equal rewards occur
                rewards[i] = SplitMix64.below(SplitMix64.number(key, i), 9) / 8.0;
            }
            for (int m = 2; m <= 6; m++) {
                double found = MaxVariance.variance(rewards, MaxVariance.of(rewards, m));
                assertThat(found)
                        .as("seed %s, trial %s, m %s", seed, trial, m)
                        .isCloseTo(largest(rewards, m), within(1e-12));
            }
        }
    }

    private static double largest(double[] rewards, int m) {
        double largest = 0;
        for (int subset = 0; subset < 1 << rewards.length; subset++) {
            int members = subset;
            List<Integer> chosen = IntStream.range(0, rewards.length)
                    .filter(i -> (members >> i & 1) == 1)
                    .boxed()
                    .toList();
            if (chosen.size() == m) {
                largest = Math.max(largest, MaxVariance.variance(rewards, chosen));
            }
        }
        return largest;
    }

    @Test
    void ofEqualRewardsTheFirstResponsesAreKept() {
        Pods pods = new Pods(new PodsConfig(3, ""), metrics);
        ScoredGroup group = Groups.withRewards(1, 1, 1, 1, 1);
        assertThat(samples(pods.filter(group).orElseThrow())).containsExactly(0, 1, 2);
        // one of the best and two of the worst vary as two of the best and one of the worst do: the former is taken
        assertThat(samples(pods.filter(Groups.withRewards(1, 1, 0, 0, 1)).orElseThrow()))
                .containsExactly(0, 2, 3);
    }

    @Test
    void aSmallGroupIsKeptWhole() {
        assertThat(samples(new Pods(new PodsConfig(4, ""), metrics)
                        .filter(Groups.withRewards(1, 0))
                        .orElseThrow()))
                .containsExactly(0, 1);
        assertThat(samples(
                        gfpo(4, By.SHORTNESS).filter(Groups.withRewards(1, 0)).orElseThrow()))
                .containsExactly(0, 1);
        assertThat(metrics.of("filter/left_out_responses")).isZero();
    }

    private Gfpo gfpo(int size, By by) {
        return new Gfpo(new GfpoConfig(size, by, ""), metrics);
    }

    @Test
    void theWorkedExampleOfGfpoIsReproduced() throws IOException {
        JsonNode vector = vector("gfpo");
        int k = vector.at("/params/k").asInt();
        double epsilon = vector.at("/params/eps").asDouble();
        ScoredGroup group = group(row(vector.at("/inputs/rewards")), row(vector.at("/inputs/lengths")));
        ScoredGroup shortest = gfpo(k, By.SHORTNESS).filter(group).orElseThrow();
        ScoredGroup efficient = gfpo(k, By.EFFICIENCY).filter(group).orElseThrow();

        assertThat(samples(shortest)).isEqualTo(integers(vector.at("/expected/shortest_kept")));
        assertThat(onAll(shortest, epsilon)).containsExactly(row(vector.at("/expected/adv_shortest")), within(1e-6));
        assertThat(samples(efficient)).isEqualTo(integers(vector.at("/expected/token_efficiency_kept")));
        assertThat(onAll(efficient, epsilon))
                .containsExactly(row(vector.at("/expected/adv_token_efficiency")), within(1e-6));
        // lengths 100, 50, 120 and 100, 200, 120
        assertThat(metrics.of("gfpo/kept_length")).isCloseTo(690 / 6.0, within(1e-9));
    }

    /** The advantages of six responses, those left out without any. */
    private static double[] onAll(ScoredGroup kept, double epsilon) {
        double[] all = new double[6];
        double[] own = advantages(kept, epsilon);
        for (int i = 0; i < own.length; i++) {
            all[samples(kept).get(i)] = own[i];
        }
        return all;
    }

    @Test
    void responsesKeepTheirOrderInTheGroup() {
        ScoredGroup group = group(new double[] {0, 1, 0.5}, new double[] {9, 5, 7});
        List<ScoredTrajectory> reversed = new ArrayList<>(group.trajectories());
        Collections.reverse(reversed);
        assertThat(samples(gfpo(2, By.SHORTNESS)
                        .filter(group.withTrajectories(reversed))
                        .orElseThrow()))
                .containsExactly(2, 1);
    }

    @Test
    void theyNeedTheRewardThatTheyLookAt() {
        assertThat(new Pods(new PodsConfig(2, "accuracy"), metrics).requirements())
                .isEqualTo(Requirements.rewards("accuracy"));
        assertThat(new Gfpo(new GfpoConfig(2, By.EFFICIENCY, "accuracy"), metrics).requirements())
                .isEqualTo(Requirements.rewards("accuracy"));
        assertThat(new Gfpo(new GfpoConfig(2, By.SHORTNESS, "accuracy"), metrics).requirements())
                .isEqualTo(Requirements.NONE);
    }

    @Test
    void aPartOfOneIsRefused() {
        assertThatThrownBy(() -> new PodsConfig(1, ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pods.size must be at least 2, got 1");
        assertThatThrownBy(() -> new GfpoConfig(1, By.SHORTNESS, ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gfpo.size must be at least 2, got 1");
    }
}
