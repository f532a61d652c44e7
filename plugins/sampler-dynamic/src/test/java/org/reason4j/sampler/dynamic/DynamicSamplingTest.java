package org.reason4j.sampler.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.testkit.RecordedMetrics;

class DynamicSamplingTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final DynamicSampling byReward = new DynamicSampling(DynamicSamplingConfig.DEFAULTS, metrics);
    private final DynamicSampling byAccuracy = new DynamicSampling(new DynamicSamplingConfig("accuracy"), metrics);

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("dynamic-sampling");
        List<String> kept = new ArrayList<>();
        vector.at("/inputs/groups").fields().forEachRemaining(group -> {
            if (byReward.filter(Groups.withRewards(row(group.getValue()))).isPresent()) {
                kept.add(group.getKey());
            }
        });
        List<String> expected = new ArrayList<>();
        vector.at("/expected/keep").forEach(name -> expected.add(name.asText()));
        assertThat(kept).isEqualTo(expected);
        assertThat(metrics.sums()).containsEntry("filter/uniform_groups", 2.0);
    }

    @Test
    void theZeroVarianceFilterOfScaleRlIsReproduced() throws IOException {
        JsonNode vector = vector("scalerl-filters");
        List<String> kept = new ArrayList<>();
        vector.at("/inputs/rewards_now").fields().forEachRemaining(group -> {
            if (byReward.filter(Groups.withRewards(row(group.getValue()))).isPresent()) {
                kept.add(group.getKey());
            }
        });
        List<String> expected = new ArrayList<>();
        vector.at("/expected/in_loss").forEach(name -> expected.add(name.asText()));
        assertThat(kept)
                .isEqualTo(expected)
                .hasSize(vector.at("/expected/effective_prompts").asInt());
    }

    @Test
    void aGroupIsKeptAsItIs() {
        ScoredGroup group = Groups.withRewards(1, 0, 0);
        assertThat(byReward.filter(group)).containsSame(group);
        assertThat(byReward.splitsGroups()).isFalse();
        assertThat(metrics.sums()).containsEntry("filter/uniform_groups", 0.0);
    }

    @Test
    void equalRewardsThatRoundingWouldTellApartFromTheirMeanAreUniform() {
        // 0.1 + 0.1 + 0.1 is not 0.3, so r - mean(r) is not exactly 0
        assertThat(byReward.filter(Groups.withRewards(0.1, 0.1, 0.1))).isEmpty();
    }

    @Test
    void oneRewardCanDecideWhateverTheOthersSay() {
        // composed rewards differ by a bonus for the format; the answers are all right
        ScoredGroup group = Groups.of(new double[] {1.1, 1.0}, Score.of(1), Score.of(1));
        assertThat(byAccuracy.filter(group)).isEmpty();
        assertThat(byReward.filter(group)).isPresent();
    }

    @Test
    void tokenRewardsCountIn() {
        ScoredGroup group = Groups.of(new double[] {1, 1}, Score.of(1), Score.dense(1, new float[] {0.5f}));
        assertThat(byAccuracy.filter(group)).isPresent();
    }

    @Test
    void itNeedsTheRewardThatItLooksAt() {
        assertThat(byAccuracy.requirements()).isEqualTo(Requirements.rewards("accuracy"));
        assertThat(byReward.requirements()).isEqualTo(Requirements.NONE);
    }
}
