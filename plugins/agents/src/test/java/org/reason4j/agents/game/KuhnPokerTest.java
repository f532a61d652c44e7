package org.reason4j.agents.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.game.KuhnPoker.Hand;

class KuhnPokerTest {

    private static final int JACK = 0;
    private static final int QUEEN = 1;
    private static final int KING = 2;

    private static Position after(int first, int second, String... said) {
        Position position = new Hand(List.of(first, second), List.of());
        for (String move : said) {
            position = position.after(move).orElseThrow();
        }
        return position;
    }

    @Test
    void everyEndPaysItsChipsOverTwo() {
        assertThat(after(KING, JACK, "check", "check").outcome(0)).isEqualTo(0.5);
        assertThat(after(JACK, KING, "check", "check").outcome(0)).isEqualTo(-0.5);
        assertThat(after(JACK, KING, "bet", "fold").outcome(0)).isEqualTo(0.5);
        assertThat(after(KING, JACK, "check", "bet", "fold").outcome(0)).isEqualTo(-0.5);
        assertThat(after(QUEEN, JACK, "bet", "call").outcome(0)).isEqualTo(1);
        assertThat(after(QUEEN, KING, "check", "bet", "call").outcome(1)).isEqualTo(1);
    }

    @Test
    void aBetIsAnsweredAndACheckMayBeAnsweredByABet() {
        assertThat(after(JACK, QUEEN).moves()).containsExactly("check", "bet");
        assertThat(after(JACK, QUEEN, "check").moves()).containsExactly("check", "bet");
        assertThat(after(JACK, QUEEN, "check", "bet").moves()).containsExactly("fold", "call");
        assertThat(after(JACK, QUEEN, "bet").moves()).containsExactly("fold", "call");
        assertThat(after(JACK, QUEEN).after("call")).isEmpty();
        assertThat(after(JACK, QUEEN, "bet", "fold").after("call")).isEmpty();
    }

    @Test
    void aPlayerSeesTheirOwnCardAlone() {
        assertThat(after(JACK, KING).view()).contains("J").doesNotContain("K");
        assertThat(after(JACK, KING, "bet").view()).contains("K", "bet").doesNotContain("J");
    }

    @Test
    void theExpertsLoseAnEighteenthOfAChipAsTheFirstPlayer() {
        double value = 0;
        for (int first = 0; first < 3; first++) {
            for (int second = 0; second < 3; second++) {
                value += first == second ? 0 : value(after(first, second), null) / 6;
            }
        }
        assertThat(value).isCloseTo(-1 / 36.0, within(1e-12)); // chips over two
    }

    @Test
    void nobodyGainsByLeavingTheEquilibrium() {
        // a best reply to the second player's moves is worth as much as the equilibrium, where it sees the own card
        // alone
        double best = 0;
        for (int card = 0; card < 3; card++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (String plan : List.of("check fold", "check call", "bet")) {
                double worth = 0;
                for (int other = 0; other < 3; other++) {
                    worth += other == card ? 0 : value(after(card, other), plan) / 2;
                }
                highest = Math.max(highest, worth);
            }
            best += highest / 3;
        }
        assertThat(best).isCloseTo(-1 / 36.0, within(1e-12));
    }

    /** Expected outcome of the first player, who follows a plan or, without one, the expert. */
    private static double value(Position position, String plan) {
        if (position.isOver()) {
            return position.outcome(0);
        }
        double bold = KuhnPoker.boldness((Hand) position);
        if (plan != null && position.player() == 0) {
            bold = plan.equals("bet")
                            || (plan.equals("check call") && position.moves().contains("call"))
                    ? 1
                    : 0;
        }
        double[] worth = position.moves().stream()
                .mapToDouble(move -> value(position.after(move).orElseThrow(), plan))
                .toArray();
        return (1 - bold) * worth[0] + bold * worth[1];
    }

    @Test
    void allSixDealsOccur() {
        Set<List<Integer>> deals = new HashSet<>();
        for (int key = 0; key < 100; key++) {
            deals.add(((Hand) new KuhnPoker().start(key)).cards());
        }
        assertThat(deals).hasSize(6).allSatisfy(cards -> assertThat(cards).doesNotHaveDuplicates());
    }
}
