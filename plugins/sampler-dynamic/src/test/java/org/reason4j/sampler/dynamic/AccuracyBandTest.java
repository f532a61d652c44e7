package org.reason4j.sampler.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.RecordedMetrics;

class AccuracyBandTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final AccuracyBand band = new AccuracyBand(AccuracyBandConfig.DEFAULTS, metrics);

    @Test
    void theBoundsAreInTheBand() {
        assertThat(band.filter(Groups.withRewards(1, 0, 0, 0, 0))).isPresent(); // 0.2
        assertThat(band.filter(Groups.withRewards(1, 1, 1, 1, 0))).isPresent(); // 0.8
    }

    @Test
    void tooHardAndTooEasyGroupsAreLeftOut() {
        assertThat(band.filter(Groups.withRewards(1, 0, 0, 0, 0, 0))).isEmpty(); // 1/6
        assertThat(band.filter(Groups.withRewards(1, 1, 1, 1, 1, 0))).isEmpty(); // 5/6
        assertThat(band.filter(Groups.withRewards(1))).isEmpty(); // 1
        assertThat(metrics.sums())
                .containsEntry("filter/too_hard_groups", 1.0)
                .containsEntry("filter/too_easy_groups", 2.0);
    }

    @Test
    void correctMeansAtLeastTheThresholdOfTheChosenReward() {
        AccuracyBand half = new AccuracyBand(new AccuracyBandConfig("accuracy", 0.5, 0.5, 0.5), metrics);
        assertThat(half.filter(Groups.of(new double[] {9, 9}, Score.of(0.5), Score.of(0.4))))
                .isPresent();
        assertThat(half.filter(Groups.of(new double[] {9, 9}, Score.of(0.5), Score.of(0.6))))
                .isEmpty();
    }

    @Test
    void aBandUpsideDownIsRefused() {
        assertThatThrownBy(() -> new AccuracyBandConfig("", 1, 0.8, 0.2))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("low 0.8 and high 0.2");
    }
}
