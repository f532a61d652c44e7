package org.reason4j.reward.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.reward.generative.Configs.criterion;
import static org.reason4j.reward.generative.JudgeServer.breaksOff;
import static org.reason4j.reward.generative.JudgeServer.completion;
import static org.reason4j.reward.generative.JudgeServer.says;
import static org.reason4j.reward.generative.JudgeServer.silent;
import static org.reason4j.reward.generative.JudgeServer.status;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.reward.RewardAbortException;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.host.reward.ScoringResult;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.client.OpenAiModel;
import org.reason4j.reward.generative.rubric.Criterion.Category;
import org.reason4j.reward.generative.rubric.Rubric;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.testkit.RecordedMetrics;

/** A judge behind a server that fails in every way: scoring goes on, what happened is counted, and nothing becomes 0. */
@Timeout(120)
class FaultyJudgeTest {

    private static final String YES = "<verdict>yes</verdict>";

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void oneResponseIsJudgedAndAllOthersAreLeftOut() throws IOException {
        AtomicReference<JudgeServer> self = new AtomicReference<>();
        try (JudgeServer server = new JudgeServer(body -> answer(body, self.get()))) {
            self.set(server);
            ScoringResult result = score(
                    server,
                    0.5,
                    30,
                    "good",
                    "hanging",
                    "dropped",
                    "halved",
                    "busy",
                    "broken",
                    "garbage",
                    "unfinished",
                    "undecided");

            assertThat(result.groups()).hasSize(1);
            ScoredGroup kept = result.groups().get(0);
            assertThat(kept.trajectories()).hasSize(1);
            assertThat(kept.trajectories().get(0).trajectory().text()).isEqualTo("good");
            assertThat(kept.trajectories().get(0).reward()).isEqualTo(1);
            assertThat(result.metrics())
                    .containsEntry("reward/judge/mean", 1.0)
                    .containsEntry("reward/judge/failed", 7.0)
                    .containsEntry("reward/judge/unscorable", 1.0)
                    .containsEntry("reward/judge/timed_out", 0.0)
                    .containsEntry("reward/dropped_trajectories", 8.0);
        }
        assertThat(metrics.of("judge/calls")).isEqualTo(9);
        assertThat(metrics.of("judge/failures")).isEqualTo(7);
        assertThat(metrics.of("judge/unreadable")).isEqualTo(1);
        // one retry each of what was dropped, halved, busy and broken; late, garbled and unfinished answers are final
        assertThat(metrics.of("judge/retries")).isEqualTo(4);
    }

    private static JudgeServer.Answer answer(String body, JudgeServer server) {
        if (body.contains("hanging")) {
            return server.hangs();
        } else if (body.contains("dropped")) {
            return silent();
        } else if (body.contains("halved")) {
            return breaksOff(YES);
        } else if (body.contains("busy")) {
            return status(429, "later", "Retry-After: 0");
        } else if (body.contains("broken")) {
            return status(500, "oops");
        } else if (body.contains("garbage")) {
            return status(200, "]]]");
        } else if (body.contains("unfinished")) {
            return status(200, completion(YES, "null"));
        } else if (body.contains("undecided")) {
            return says("who knows");
        }
        return says(YES);
    }

    @Test
    void aJudgeThatHangsBeyondTheDeadlineOfTheRewardForAllResponsesStopsTheRun() throws IOException {
        AtomicReference<JudgeServer> self = new AtomicReference<>();
        try (JudgeServer server = new JudgeServer(body -> self.get().hangs())) {
            self.set(server);
            assertThatThrownBy(() -> score(server, 60, 0.3, "one", "two"))
                    .isInstanceOf(RewardAbortException.class)
                    .hasMessageContaining("Reward 'judge' gave no score for any of the 2 responses")
                    .hasMessageContaining("no answer within 0.3 seconds");
        }
    }

    @Test
    void aServerThatRecoversCostsRetriesAndNothingElse() throws IOException {
        // calls of one group run side by side: each of two responses gets one fault, whatever the order of arrival
        AtomicBoolean starting = new AtomicBoolean(true);
        AtomicBoolean dropping = new AtomicBoolean(true);
        try (JudgeServer server = new JudgeServer(body -> {
            if (body.contains("delayed") && starting.getAndSet(false)) {
                return status(503, "starting");
            }
            return body.contains("dropped") && dropping.getAndSet(false) ? silent() : says(YES);
        })) {
            ScoringResult result = score(server, 30, 60, "delayed", "dropped", "good");
            assertThat(result.groups().get(0).rewards()).containsExactly(1, 1, 1);
            assertThat(metrics.of("judge/failures")).isZero();
            assertThat(metrics.of("judge/retries")).isEqualTo(2);
        }
    }

    @Test
    void everyReasonSaysWhatHappened() throws Exception {
        try (JudgeServer server = new JudgeServer(body -> status(500, "oops"))) {
            Score score =
                    reward(server, 30).score(Responses.group(Map.of(), "one")).get(0);
            assertThat(((Score.Failed) score).reason())
                    .contains(server.baseUrl(), "status 500, oops", "after 1 retries");
        }
    }

    private Rubric reward(JudgeServer server, double timeout) {
        OpenAiConfig config = new OpenAiConfig(server.baseUrl(), "tiny", "", timeout, 1, 0.001, 0.002, 1, 16, Map.of());
        OpenAiModel model = new OpenAiModel(config, metrics);
        return new Rubric(
                Configs.rubric(Mode.PER_CRITERION, criterion(Category.ESSENTIAL, "It is right."))
                        .base(),
                key -> model,
                metrics);
    }

    private ScoringResult score(JudgeServer server, double timeout, double deadline, String... responses) {
        RewardTerm term = new RewardTerm(
                "rubric",
                Optional.empty(),
                Optional.of("judge"),
                1,
                List.of(),
                false,
                deadline,
                0,
                OnMissing.DROP_TRAJECTORY,
                OnMissing.DROP_TRAJECTORY,
                OnMissing.DROP_TRAJECTORY,
                Map.of());
        try (RewardScorer scorer = new RewardScorer(List.of(new ActiveReward(term, reward(server, timeout))), 2)) {
            return scorer.score(List.of(Responses.group(Map.of(), responses)));
        }
    }
}
