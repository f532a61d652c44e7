package org.reason4j.agents.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.agents.Players.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reason4j.agents.Facts;
import org.reason4j.agents.Players;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

class GamePlayoutTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static Prompt position(List<String> moves, String view) {
        return Samples.prompt("p", view)
                .withFields(Map.of(
                        "game",
                        "tic-tac-toe",
                        "start",
                        "1",
                        "moves",
                        moves,
                        "instruction",
                        "{role}:{view}",
                        "open",
                        "",
                        "close",
                        ""));
    }

    private List<Score> scores(GamePlayoutConfig config, Players policy, Group group) {
        return new GamePlayout(config, policy, new Characters(), new Facts(3), metrics).score(group);
    }

    @Test
    void aMoveThatWinsAtOnceIsWorthOneAndAnIllegalOneNothing() {
        Players nobody = new Players(request -> {
            throw new AssertionError("the game is over");
        });
        Prompt win = position(List.of("1", "4", "2", "5"), "X:XX3\nOO6\n789");
        assertThat(scores(GamePlayoutConfig.DEFAULTS, nobody, Samples.group(win, "3", "1", "")))
                .containsExactly(Score.of(1), Score.of(0), Score.of(0));
        assertThat(metrics.of("game_playout/won")).isEqualTo(1 / 3.0);
        assertThat(metrics.of("game_playout/forfeit")).isEqualTo(2 / 3.0);
    }

    @Test
    void thePolicyPlaysOnAgainstTheExpert() {
        // X has 1, 3 and 7 after its move, so whichever of 2, 4 and 5 the expert stops, another one is free
        Prompt fork = position(List.of("1", "2", "3", "6"), "X:XO X");
        Players policy = new Players(
                request -> question(request).contains("X") && question(request).contains("5") ? "5" : "4");
        assertThat(scores(GamePlayoutConfig.EXPERT, policy, Samples.group(fork, "7")))
                .containsExactly(Score.of(1));
        assertThat(policy.asked()).hasSize(1);
        assertThat(policy.asked().get(0).params())
                .isEqualTo(
                        Samples.group(fork, "7").trajectories().get(0).params().orElseThrow());
        assertThat(policy.asked().get(0).prompt().messages()).isNotEqualTo(List.of(Message.user("X:XO X")));
    }

    @Test
    void aDrawnGameIsWorthWhatTheSettingSays() {
        // X O X / X O O / O X 9: the last square makes no line
        Prompt last = position(List.of("1", "2", "3", "5", "4", "6", "8", "7"), "X:XOX\nXOO\nOX9");
        Players nobody = new Players(request -> "");
        Group group = Samples.group(last, "9");
        assertThat(scores(GamePlayoutConfig.DEFAULTS, nobody, group)).containsExactly(Score.of(0));
        assertThat(scores(GamePlayoutConfig.EXPERT, nobody, group)).containsExactly(Score.of(1));
        assertThat(metrics.of("game_playout/drawn")).isEqualTo(1);
    }

    @Test
    void aPromptOfNoGameHasNoScore() {
        Group sums = Samples.group(Samples.prompt("p", "1+1="), "2");
        assertThat(scores(GamePlayoutConfig.DEFAULTS, new Players(request -> ""), sums)
                        .get(0))
                .isInstanceOf(Score.Unscorable.class);
    }

    @Test
    void concurrentGamesAreWrittenTogetherAndFailAlone() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        RolloutEngine policy = new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                sizes.add(requests.size());
                first.countDown();
                try {
                    assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (requests.stream().anyMatch(request -> request.sample() == 2)) {
                    throw new IllegalArgumentException("too long");
                }
                return new Players(request -> "5").generate(requests);
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                throw new AssertionError("no plans");
            }
        };
        SharedTurns turns = new SharedTurns(policy);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Trajectory>>> asked = new ArrayList<>();
            for (int sample = 0; sample < 4; sample++) {
                RolloutRequest request = RolloutRequest.of(Samples.prompt("p", "?"), sample, SamplingParams.of(4));
                asked.add(threads.submit(() -> turns.write(List.of(request))));
                if (sample == 0) {
                    assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
                }
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (turns.waiting() < 3 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            others.countDown();
            for (int sample : List.of(0, 1, 3)) {
                assertThat(asked.get(sample).get(60, TimeUnit.SECONDS).get(0).sample())
                        .isEqualTo(sample);
            }
            assertThatThrownBy(() -> asked.get(2).get(60, TimeUnit.SECONDS)).hasMessageContaining("too long");
        } finally {
            threads.shutdownNow();
        }
        assertThat(sizes).containsExactly(1, 3, 1, 1, 1); // the first, the others together, then each alone
    }
}
