package org.reason4j.optimizer.grpo.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReturnsToGoTest {

    @Test
    void theOutcomeStandsOnTheLastLearnedToken() {
        // 1, 0.5 * 1, 0.5 * 0.5 from the end
        assertThat(ReturnsToGo.of(Groups.response(1, 3), 0.5)).containsExactly(0.25, 0.5, 1);
    }

    @Test
    void rewardsOfTokensCountFromTheirTokenOn() {
        // from the end: 0.25 + 1 = 1.25; -0.5 + 1.25 = 0.75; 0 + 0.75
        boolean[] learned = {true, true, true};
        assertThat(ReturnsToGo.of(Groups.response(1, learned, 0, -0.5f, 0.25f), 1))
                .containsExactly(0.75, 0.75, 1.25);
    }

    @Test
    void toolOutputIsPassedOverWithoutDiscount() {
        // token 1 is tool output with a reward of 2: it counts for token 0, which is one step from token 2:
        // token 2: 1; token 1: 2 + 1 = 3; token 0: 0.5 * 3
        boolean[] learned = {true, false, true};
        assertThat(ReturnsToGo.of(Groups.response(1, learned, 0, 2, 0), 0.5)).containsExactly(1.5, 3, 1);
    }

    @Test
    void anOutcomeBeforeTrailingToolOutputIsNotLost() {
        boolean[] learned = {true, false};
        assertThat(ReturnsToGo.of(Groups.response(1, learned, 0, 0), 0.9)[0]).isCloseTo(1, within(1e-12));
    }

    @Test
    void anEmptyResponseHasNoReturns() {
        assertThat(ReturnsToGo.of(Groups.response(1, 0), 1)).isEmpty();
    }
}
