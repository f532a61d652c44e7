package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;

import org.junit.jupiter.api.Test;

class TokenRewardsTest {

    @Test
    void theOutcomeStandsOnTheLastLearnedToken() {
        assertThat(of("1100", 2)).containsExactly(0, 2, 0, 0);
    }

    @Test
    void denseRewardsStandWhereTheyAre() {
        assertThat(of("111", 1, 0.5f, 0, 0.25f)).containsExactly(0.5, 0, 1.25);
    }

    @Test
    void theRewardOfAnObservationCountsForTheTokenBeforeIt() {
        assertThat(of("1001", 1, 0, 0.5f, 0.25f, 0)).containsExactly(0.75, 0, 0, 1);
    }

    @Test
    void theRewardOfASharedPrefixIsLeftToTheBranchThatLearnsIt() {
        assertThat(of("0011", 1, 4, 4, 0, 0)).containsExactly(0, 0, 0, 1);
    }

    @Test
    void aResponseWithoutLearnedTokensHasNoRewards() {
        assertThat(of("00", 1, 2, 2)).containsExactly(0, 0);
    }

    private static double[] of(String learned, double outcome, float... rewards) {
        return TokenRewards.of(scored(0, mask(learned), new float[learned.length()], outcome, rewards));
    }
}
