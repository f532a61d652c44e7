package org.reason4j.core.host.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.core.host.reward.Rewards.group;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;

/** A recipe that has no rewards. */
class NoRewardsTest {

    @Test
    void responsesAreKeptWithoutARewardAndNoMetricTellsOne() {
        Group whole = group("p", "1", "2");
        Group partly = Group.of(
                whole.prompt(),
                List.of(whole.trajectories().get(0), whole.trajectories().get(1).withFailure("the tool broke")));
        try (RewardScorer scorer = new RewardScorer(List.of(), 1)) {
            ScoringResult result = scorer.score(List.of(whole, partly));
            assertThat(result.groups()).hasSize(2);
            assertThat(result.groups().get(0).rewards()).containsExactly(0, 0);
            assertThat(result.groups().get(0).trajectories().get(0).scores()).isEmpty();
            assertThat(result.groups().get(1).size()).isEqualTo(1); // a failed response is no response
            assertThat(result.metrics())
                    .containsOnlyKeys("reward/dropped_trajectories", "reward/dropped_groups")
                    .containsEntry("reward/dropped_trajectories", 1.0);
        }
    }
}
