package org.reason4j.core.engine.rollout.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RowPlanTest {

    @Test
    void draftsTakeTheRowsThatAreLeftTheLikeliestFirst() {
        RowPlan plan = new RowPlan(16);
        plan.add(0, 7, 0.5);
        plan.add(0, 7, 0.25);
        // six rows are left: 0.5, 0.25 and 0.25, 0.125, 0.0625 and 0.0625; a second block would cost more than it gives
        assertThat(plan.choose(8)).isEqualTo(6);
        assertThat(plan.chosen(0)).isEqualTo(4);
        assertThat(plan.chosen(1)).isEqualTo(2);
    }

    @Test
    void furtherRowsAreTakenWhereTheyAreWorthTheirTime() {
        RowPlan plan = new RowPlan(16);
        for (int i = 0; i < 8; i++) {
            plan.add(0, 1, 0.9);
        }
        assertThat(plan.choose(8)).isEqualTo(8); // 8 + 7.2 tokens in 1.4 of the time are more than 8 * 1.05
        plan.clear();
        for (int i = 0; i < 8; i++) {
            plan.add(0, 1, 0.4);
        }
        assertThat(plan.choose(8)).isZero(); // 8 + 3.2 tokens in 1.4 of the time are no more than 8
    }

    @Test
    void withoutBlocksEveryDraftPaysForItsRow() {
        RowPlan plan = new RowPlan(16);
        plan.add(0, 7, 0.5);
        // 1.5 / 1.05, 1.75 / 1.1, 1.875 / 1.15, 1.9375 / 1.2: the best is that of three drafts, 1.630
        assertThat(plan.choose(1)).isEqualTo(3);
        plan.clear();
        plan.add(0, 7, 0.1);
        assertThat(plan.choose(1)).isZero(); // 1.1 / 1.05 is below 1.05
    }

    @Test
    void knownTokensAreCertain() {
        RowPlan plan = new RowPlan(16);
        plan.add(15, 15, 0.25);
        assertThat(plan.choose(8)).isEqualTo(15); // 16 tokens in 1.4 of the time
        plan.clear();
        plan.add(0, 0, 1);
        assertThat(plan.choose(8)).isZero(); // nothing to read beside the next token
    }

    @Test
    void draftsThatAreWrongAreSwitchedOffForAWhile() {
        Acceptance acceptance = new Acceptance();
        acceptance.count(4, 2, 10);
        // 0.5 + 0.5 / 8 = 0.5625, + 0.4375 / 8 = 0.6171875, then one wrong one: * 7 / 8
        assertThat(acceptance.rate()).isCloseTo(0.6171875 * 0.875, within(1e-12));
        for (int i = 0; i < 6; i++) {
            acceptance.count(1, 0, 20); // 0.54 * 0.875^6 = 0.242, below a quarter
        }
        assertThat(acceptance.isAwake(51)).isFalse();
        assertThat(acceptance.isAwake(52)).isTrue(); // 32 tokens later
        acceptance.count(1, 0, 52);
        assertThat(acceptance.isAwake(52 + 63)).isFalse();
        assertThat(acceptance.isAwake(52 + 64)).isTrue(); // twice as many
    }
}
