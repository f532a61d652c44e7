package org.reason4j.agents.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.game.Barter.Table;

class BarterTest {

    private final Barter game = new Barter();

    /** The first player has 3 wood, 2 ore and values ore; the second one has 2 wood, 4 ore and values wood. */
    private static Position table() {
        List<List<Integer>> held = List.of(List.of(3, 2), List.of(2, 4));
        return new Table(held, held, List.of(List.of(2, 7), List.of(5, 4)), Optional.empty(), 0);
    }

    private static Position after(String... moves) {
        Position position = table();
        for (String move : moves) {
            position = position.after(move).orElseThrow();
        }
        return position;
    }

    @Test
    void anExchangeChangesWhatBothHold() {
        Table now = (Table) after("give 2 wood for 1 ore", "accept");
        assertThat(now.held()).isEqualTo(List.of(List.of(1, 3), List.of(4, 3)));
        assertThat(now.gain(0)).isEqualTo(3); // 7 - 2 * 2
        assertThat(now.gain(1)).isEqualTo(6); // 2 * 5 - 4
    }

    @Test
    void whoseGoodsGainMoreWins() {
        Position end = after("give 2 wood for 1 ore", "accept", "pass", "pass", "pass", "pass");
        assertThat(end.isOver()).isTrue();
        assertThat(end.outcome(0)).isEqualTo(-1);
        assertThat(end.outcome(1)).isEqualTo(1);
        assertThat(after("pass", "pass", "pass", "pass", "pass", "pass").outcome(0))
                .isZero();
    }

    @Test
    void nobodyOffersWhatTheyDoNotHoldOrAsksForMoreThanThereIs() {
        assertThat(table().after("give 4 wood for 1 ore")).isEmpty();
        assertThat(table().after("give 1 wood for 5 ore")).isEmpty();
        assertThat(table().after("accept")).isEmpty();
        assertThat(table().moves()).hasSize(1 + 3 * 4 + 2 * 2); // pass, wood for ore, ore for wood
    }

    @Test
    void anOfferStandsForOneTurn() {
        assertThat(after("give 1 wood for 1 ore").moves()).contains("accept");
        assertThat(after("give 1 wood for 1 ore", "pass").moves()).doesNotContain("accept");
        assertThat(after("give 1 wood for 1 ore").view()).contains("give 1 wood for 1 ore");
    }

    @Test
    void theExpertTakesWhatItGainsByAndOffersWhatItValuesLess() {
        assertThat(game.expert(table(), 1)).isEqualTo("give 1 wood for 1 ore");
        assertThat(game.expert(after("give 2 wood for 1 ore"), 1)).isEqualTo("accept"); // 10 for 4
        assertThat(game.expert(after("give 1 wood for 4 ore"), 1)).isEqualTo("give 1 ore for 1 wood"); // 5 for 16
    }

    @Test
    void aPlayerDoesNotSeeTheValuesOfTheOtherOne() {
        assertThat(table().view()).contains("wood 2, ore 7").doesNotContain("wood 5");
    }
}
