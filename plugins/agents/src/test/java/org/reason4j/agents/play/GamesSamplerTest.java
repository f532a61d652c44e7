package org.reason4j.agents.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.agents.Players.question;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.Facts;
import org.reason4j.agents.Players;
import org.reason4j.agents.ask.AskedModel;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

class GamesSamplerTest {

    private static final String BRIEF = "{role}:{view}";
    private static final TextModels NONE = key -> {
        throw new AssertionError("nobody is asked");
    };

    private final RecordedMetrics metrics = new RecordedMetrics();

    private GamesSampler sampler(Opponent opponent, TextModels models) {
        return new GamesSampler(
                new GamesConfig(opponent, Forfeit.DEFAULTS), new Characters(), new Facts(5), models, metrics);
    }

    private static Prompt start(String id, String game, String view) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("game", game);
        fields.put("start", "7");
        fields.put("instruction", BRIEF);
        fields.put("open", "");
        fields.put("close", "");
        List<Message> messages = List.of(new Message("system", "Play."), Message.user(view));
        return Prompt.of(id, messages, new Characters().render(messages)).withFields(fields);
    }

    private static Prompt board(String id) {
        return start(id, "tic-tac-toe", "X:123\n456\n789");
    }

    /** Plays the first free square, and says check where there is no board. */
    private static String firstFree(String view) {
        return view.chars()
                .filter(Character::isDigit)
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("check");
    }

    /** The outcome of each turn, by its prompt's id and sample. */
    private static Map<String, Double> outcomes(List<Group> groups) {
        Map<String, Double> outcomes = new TreeMap<>();
        for (Group group : groups) {
            List<Score> scores = new GameOutcome(GameOutcome.Config.DEFAULTS).score(group);
            for (int i = 0; i < scores.size(); i++) {
                Trajectory turn = group.trajectories().get(i);
                if (scores.get(i) instanceof Score.Value value) {
                    outcomes.put(turn.prompt().id() + "#" + turn.sample(), value.value());
                }
            }
        }
        return outcomes;
    }

    @Test
    void everyTurnOfAGameIsATrajectoryWithThePromptOfItsPlayer() {
        // the first free square each time: X 1, O 2, X 3, O 4, X 5, O 6, X 7, and X has 3, 5 and 7
        Players policy = new Players(request -> firstFree(question(request)));
        List<Group> groups = sampler(new Opponent.Self(), NONE).sample(policy.step(1, board("g")));

        assertThat(groups)
                .extracting(group -> group.prompt().id())
                .containsExactly("g", "g/0/1", "g/0/2", "g/0/3", "g/0/4", "g/0/5", "g/0/6");
        assertThat(question(policy.asked().get(2))).isEqualTo("X:XO3\n456\n789");
        assertThat(policy.asked().get(2).prompt().messages().get(0).content()).isEqualTo("Play.");
        assertThat(policy.asked().get(2).prompt().tokens())
                .isEqualTo(
                        new Characters().render(policy.asked().get(2).prompt().messages()));
        Prompt third = groups.get(2).prompt();
        assertThat(third.fields())
                .containsEntry("role", "X")
                .containsEntry("episode", "g")
                .containsEntry("task", "g")
                .containsEntry("turn", 2)
                .containsEntry("moves", List.of("1", "2"));
        assertThat(outcomes(groups).values()).containsExactly(1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0);
        assertThat(metrics.of("games/first_won")).isEqualTo(1);
        assertThat(metrics.of("games/turns")).isEqualTo(7);
        assertThat(metrics.of("games/illegal")).isZero();
    }

    @Test
    void firstTurnsFromOnePromptAreAGroup() {
        Players policy = new Players(request -> request.sample() == 0 ? "bet" : "check");
        List<Group> groups =
                sampler(new Opponent.Self(), NONE).sample(policy.step(3, start("k", "kuhn-poker", "first:a card")));
        assertThat(groups.get(0).prompt().id()).isEqualTo("k");
        assertThat(groups.get(0).trajectories()).extracting(Trajectory::sample).containsExactly(0, 1, 2);
        // who bets is answered by a bet, which is illegal there; two checks end a game
        assertThat(groups).extracting(group -> group.prompt().id()).containsExactly("k", "k/0/1", "k/1/1", "k/2/1");
        assertThat(outcomes(groups)).containsEntry("k/0/1#0", -1.5).containsEntry("k#0", 0.5);
    }

    @Test
    void anIllegalMoveLosesAndIsCounted() {
        Players policy = new Players(request -> question(request).startsWith("O") ? "1" : firstFree(question(request)));
        assertThat(outcomes(sampler(new Opponent.Self(), NONE).sample(policy.step(1, board("g")))))
                .containsExactly(Map.entry("g#0", 0.5), Map.entry("g/0/1#0", -1.5));
        assertThat(metrics.of("games/illegal")).isEqualTo(1);
        assertThat(metrics.of("games/timeout")).isZero();
        assertThat(metrics.of("games/first_won")).isEqualTo(1);
    }

    @Test
    void aTurnThatRunsOutOfTokensLosesAndIsCounted() {
        Players policy = new Players(request -> "Let me think...");
        assertThat(outcomes(sampler(new Opponent.Self(), NONE).sample(policy.step(1, board("g")))))
                .containsExactly(Map.entry("g#0", -1.5));
        assertThat(metrics.of("games/timeout")).isEqualTo(1);
        assertThat(metrics.of("games/second_won")).isEqualTo(1);
    }

    @Test
    void againstAFixedOpponentThePolicyTakesBothRolesInTurn() {
        Players policy = new Players(request -> firstFree(question(request)));
        List<Group> groups = sampler(new Opponent.Expert(), NONE).sample(policy.step(4, board("g")));
        for (Group group : groups) {
            for (Trajectory turn : group.trajectories()) {
                assertThat(turn.prompt().field("role")).contains(turn.sample() % 2 == 0 ? "X" : "O");
            }
        }
        assertThat(outcomes(groups).values()).allMatch(outcome -> outcome <= 0); // the expert is never beaten
        assertThat(metrics.of("games/won")).isZero();
        assertThat(metrics.of("games/opponent_forfeit")).isZero();
    }

    @Test
    void anotherModelIsAskedWithThePromptOfItsRoleAndItsTurnsAreNotLearned() {
        Map<Long, String> asked = new ConcurrentHashMap<>();
        TextModel model = request -> {
            String view = request.messages().get(1).content();
            asked.put(request.seed(), view);
            return TextModel.Completion.of(firstFree(view), Finish.STOP);
        };
        Players policy = new Players(request -> firstFree(question(request)));
        try (GamesSampler sampler = sampler(Opponent.Model.DEFAULTS, key -> model)) {
            List<Group> groups = sampler.sample(policy.step(2, board("g")));
            assertThat(outcomes(groups))
                    .hasSize(4 + 3) // X's turns of the first game and O's of the second, each of seven moves
                    .containsEntry("g#0", 1.0)
                    .containsEntry("g/1/1#1", -1.0);
        }
        assertThat(asked.values()).allMatch(view -> view.matches("(?s)[XO]:.*"));
        assertThat(asked).hasSize(3 + 4); // every question has a seed of its own
        assertThat(metrics.of("games/won")).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aGameWhoseOtherModelBreaksCountsForNobody() {
        TextModel model = request -> {
            throw new IOException("out of service");
        };
        Players policy = new Players(request -> firstFree(question(request)));
        try (GamesSampler sampler = sampler(Opponent.Model.DEFAULTS, key -> model)) {
            List<Group> groups = sampler.sample(policy.step(1, board("g")));
            assertThat(groups).hasSize(1);
            Trajectory turn = groups.get(0).trajectories().get(0);
            assertThat(turn.finish()).isEqualTo(Finish.FAILED);
            assertThat(turn.failure().orElseThrow()).contains("'opponent'", "out of service");
            assertThat(outcomes(groups)).isEmpty();
        }
        assertThat(metrics.of("games/void")).isEqualTo(1);
    }

    @Test
    void anotherModelThatHangsIsLeftAfterItsTime() {
        TextModel model = request -> {
            Thread.sleep(60_000);
            return TextModel.Completion.of("1", Finish.STOP);
        };
        Opponent hanging = new Opponent.Model(new AskedModel("slow", 8, 1, 0.05, 2));
        try (GamesSampler sampler = sampler(hanging, key -> model)) {
            List<Group> groups =
                    sampler.sample(new Players(request -> firstFree(question(request))).step(1, board("g")));
            assertThat(groups.get(0).trajectories().get(0).failure().orElseThrow())
                    .contains("'slow'", "0.05 seconds");
        }
    }

    @Test
    void anotherModelThatMovesIllegallyLoses() {
        Function<RolloutRequest, String> answer = request -> firstFree(question(request));
        TextModel model = request -> TextModel.Completion.of("1", Finish.STOP);
        try (GamesSampler sampler = sampler(Opponent.Model.DEFAULTS, key -> model)) {
            assertThat(outcomes(sampler.sample(new Players(answer).step(1, board("g")))))
                    .containsExactly(Map.entry("g#0", 0.5));
        }
        assertThat(metrics.of("games/opponent_forfeit")).isEqualTo(1);
        assertThat(metrics.of("games/illegal")).isZero();
    }

    @Test
    void aGameDoesNotDependOnTheGamesBesideIt() {
        Function<RolloutRequest, String> answer = request -> firstFree(question(request));
        for (Opponent opponent : List.of(new Opponent.Self(), new Opponent.Random(), new Opponent.Expert())) {
            Map<String, Double> together = outcomes(sampler(opponent, NONE)
                    .sample(new Players(answer).step(6, board("a"), start("k", "kuhn-poker", "first:a"), board("b"))));
            Map<String, Double> alone =
                    outcomes(sampler(opponent, NONE).sample(new Players(answer).step(6, board("b"))));
            assertThat(together).containsAllEntriesOf(alone);
            assertThat(alone).isNotEmpty();
        }
    }
}
