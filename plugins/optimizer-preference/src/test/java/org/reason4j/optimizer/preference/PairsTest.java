package org.reason4j.optimizer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.testkit.RecordedMetrics;

class PairsTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private List<Credit> online(double penalty, ScoredGroup... groups) {
        return new OnlineDpo(new OnlineDpoConfig(Dpo.DEFAULTS, penalty), metrics).credit(List.of(groups));
    }

    private static List<Integer> samples(List<Credit> credits) {
        return credits.stream().map(one -> one.trajectory().sample()).toList();
    }

    @Test
    void theBestAndTheWorstOfAGroupAreReproduced() throws IOException {
        JsonNode vector = vector("online-dpo-pair");
        List<Credit> pair = online(0, Responses.sampled("p", row(vector.at("/inputs/rewards"))));
        assertThat(samples(pair))
                .containsExactly(
                        vector.at("/expected/chosen").asInt(),
                        vector.at("/expected/rejected").asInt());
        assertThat(pair.get(0).advantage(0)).isEqualTo(1);
        assertThat(pair.get(1).advantage(0)).isEqualTo(-1);
        assertThat(vector.at("/expected/skip_if_equal").asBoolean()).isTrue();
        assertThat(online(0, Responses.sampled("q", 0.5, 0.5))).isEmpty();
    }

    @Test
    void groupsOfEqualRewardsAreSkippedAndCounted() {
        List<Credit> credits = online(
                0, Responses.sampled("a", 1, 1, 1), Responses.sampled("b", 0, 1), Responses.sampled("c", 0, 2, 1));
        assertThat(samples(credits)).containsExactly(1, 0, 1, 0);
        assertThat(credits).extracting(one -> one.pair().getAsInt()).containsExactly(0, 0, 1, 1);
        assertThat(metrics.sums()).containsExactly(entry("preference/pairs", 2.0), entry("preference/skipped", 1.0));
    }

    @Test
    void aResponseThatDoesNotEndIsRankedLower() {
        ScoredGroup group = ScoredGroup.of(
                Responses.prompt("p"),
                List.of(
                        ScoredTrajectory.of(Responses.sampled("p", 0, Finish.LENGTH), 1),
                        ScoredTrajectory.of(Responses.sampled("p", 1, Finish.STOP), 0.5),
                        ScoredTrajectory.of(Responses.sampled("p", 2, Finish.STOP), 0.25)));
        assertThat(samples(online(0, group))).containsExactly(0, 2);
        assertThat(samples(online(0.6, group))).containsExactly(1, 2); // 0.4, 0.5, 0.25
        assertThat(samples(online(1, group))).containsExactly(1, 0);
    }

    @Test
    void aRewardThatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> online(0, Responses.sampled("p", 1, Double.NaN)))
                .hasMessageContaining("has the reward NaN, expected a finite one");
    }

    @Test
    void givenPairsAreThoseOfTheLabelsWhateverTheRewards() {
        ScoredGroup turned = Responses.unscored(Responses.given("a", 0, 2, -1), Responses.given("a", 1, 3, 1));
        ScoredGroup several = Responses.unscored(
                Responses.given("b", 0, 1, 1),
                Responses.given("b", 1, 1, 1),
                Responses.given("b", 2, 1, -1),
                Responses.given("b", 3, 1, -1),
                Responses.given("b", 4, 1, -1));
        List<Credit> credits = new DpoOptimizer(Dpo.DEFAULTS, metrics).credit(List.of(turned, several));
        assertThat(samples(credits)).containsExactly(1, 0, 0, 2, 1, 3);
        assertThat(credits).extracting(one -> one.advantage(0)).containsExactly(1f, -1f, 1f, -1f, 1f, -1f);
        assertThat(credits).extracting(one -> one.pair().getAsInt()).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(metrics.sums()).containsExactly(entry("preference/pairs", 3.0), entry("preference/unpaired", 1.0));
    }

    @Test
    void aLabelThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new IpoOptimizer(Ipo.DEFAULTS, metrics)
                        .credit(List.of(Responses.unscored(Responses.given("a", 0, 2, 0)))))
                .hasMessageContaining("has the label 0.0, expected 1 or -1");
    }
}
