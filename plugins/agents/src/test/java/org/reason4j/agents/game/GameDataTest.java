package org.reason4j.agents.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.game.GameMovesConfig.Player;
import org.reason4j.agents.game.GameStartsConfig.Lead;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Characters;

class GameDataTest {

    private static final Wording BRIEF = new Wording("{role}:{view}", "", "");
    private static final List<String> ALL = List.of("tic-tac-toe", "kuhn-poker", "negotiation");

    private static Prompt prompt(Example example) {
        return Prompt.of(example.id(), example.messages(), new Characters().render(example.messages()))
                .withFields(example.fields());
    }

    @Test
    void everyShownMoveIsLegalWhereItIsShown() {
        for (Player player : Player.values()) {
            List<Example> examples = new GameMoves(new GameMovesConfig(ALL, 300, 5, player, Wording.DEFAULTS)).read();
            for (Example example : examples) {
                Seat seat = Seat.of(prompt(example));
                String move =
                        Wording.DEFAULTS.move(example.response().orElseThrow()).orElseThrow();
                assertThat(seat.position().moves()).as(example.id()).contains(move);
                assertThat(example.messages().get(0).content())
                        .isEqualTo(Wording.DEFAULTS.question(seat.game(), seat.position()));
            }
            assertThat(examples).extracting(one -> one.fields().get("role")).contains("X", "O", "first", "second");
        }
    }

    @Test
    void shownMovesOfTheExpertAreTheBest() {
        TicTacToe game = new TicTacToe();
        for (Example example :
                new GameMoves(new GameMovesConfig(List.of("tic-tac-toe"), 200, 6, Player.EXPERT, BRIEF)).read()) {
            Seat seat = Seat.of(prompt(example));
            assertThat(game.best(seat.position())).contains(example.response().orElseThrow());
        }
    }

    @Test
    void everySecondGameOfAKindHasALeader() {
        List<Example> examples = new GameStarts(new GameStartsConfig(ALL, 12, 3, Lead.RANDOM, BRIEF)).read();
        assertThat(examples)
                .extracting(example -> ((List<?>) example.fields().get("moves")).size())
                .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1);
        assertThat(examples.get(0).messages().get(0).content()).isEqualTo("X:123\n456\n789");
        assertThat(examples.get(3).fields()).containsEntry("role", "O").containsEntry("episode", "tic-tac-toe/3/3");
        assertThat(new GameStarts(new GameStartsConfig(ALL, 12, 3, Lead.NOBODY, BRIEF)).read())
                .allSatisfy(example ->
                        assertThat(Seat.of(prompt(example)).position().player()).isZero());
    }

    @Test
    void aPromptOfNoGameIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Seat.of(Prompt.of("p", List.of(), new int[0]).withFields(Map.of("game", "chess"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("chess")
                .hasMessageContaining("game-starts");
        Map<String, Object> over = Map.of("game", "kuhn-poker", "start", "1", "moves", List.of("bet", "fold"));
        assertThat(Seat.find(Prompt.of("p", List.of(), new int[0]).withFields(over)))
                .isEmpty();
        assertThatThrownBy(() -> new GameStartsConfig(List.of("chess"), 1, 1, Lead.NOBODY, BRIEF))
                .hasMessageContaining("'chess'")
                .hasMessageContaining("kuhn-poker");
    }

    @Test
    void aMoveStandsBetweenTheLastMarks() {
        Wording marked = Wording.DEFAULTS;
        assertThat(marked.move("<move>1</move> no, <move> Give  1 wood\nfor 1 ore </move>."))
                .contains("give 1 wood for 1 ore");
        assertThat(marked.move("5")).isEmpty();
        assertThat(marked.move("<move>5")).isEmpty();
        assertThat(marked.move("<move> </move>")).isEmpty();
        assertThat(BRIEF.move(" 5 ")).contains("5");
        assertThat(marked.move(marked.response("5"))).contains("5");
        assertThatThrownBy(() -> new Wording("{view}", "<m>", "")).hasMessageContaining("both");
    }
}
