package org.reason4j.core.host.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.core.host.reward.Rewards.READ;
import static org.reason4j.core.host.reward.Rewards.always;
import static org.reason4j.core.host.reward.Rewards.group;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.reward.Rewards.TermOf;
import org.slf4j.LoggerFactory;

class RewardScorerTest {

    private static final TermOf MATH = TermOf.key("math");

    @Test
    void valuesAreClippedWeightedAndAdded() {
        // 2 * clip(5, 0, 3) + 0.5 * 4
        ScoringResult result = score(
                List.of(
                        MATH.weight(2).clip(0.0, 3.0).with(READ),
                        TermOf.key("format").weight(0.5).with(always(4))),
                group("p", "5"));
        assertThat(result.groups().get(0).rewards()).containsExactly(8);
        assertThat(result.groups().get(0).trajectories().get(0).scores())
                .isEqualTo(Map.of("math", Score.of(5), "format", Score.of(4)));
    }

    @Test
    void aGateMultipliesTheOthersWithTheirTokenRewards() {
        Reward dense = group -> Reward.perTrajectory(group, t -> Score.dense(1, new float[] {0.5f, 0}));
        // outcome 3 * 1, tokens 3 * [0.5, 0]
        ScoringResult result =
                score(List.of(MATH.with(dense), TermOf.key("gate").asGate().with(READ)), group("p", "3"));
        assertThat(result.groups().get(0).trajectories().get(0).outcome()).isEqualTo(3);
        assertThat(result.groups().get(0).trajectories().get(0).tokenRewards()).containsExactly(1.5f, 0);
    }

    @Test
    void aResponseThatFailedInItsEnvironmentIsDroppedUnjudged() {
        Group whole = group("p", "1", "2", "3");
        Group broken = Group.of(
                whole.prompt(),
                List.of(
                        whole.trajectories().get(0),
                        failed(whole.trajectories().get(1)),
                        whole.trajectories().get(2)));
        Group lost =
                Group.of(whole.prompt(), List.of(failed(whole.trajectories().get(0))));
        Reward size = group -> Reward.perTrajectory(group, t -> Score.of(group.size()));
        try (RewardScorer scorer =
                new RewardScorer(List.of(MATH.with(READ), TermOf.key("size").with(size)), 2)) {
            ScoringResult result = scorer.score(List.of(broken, lost));
            assertThat(result.groups()).hasSize(1);
            assertThat(result.groups().get(0).rewards()).containsExactly(1 + 2, 3 + 2);
            assertThat(result.metrics())
                    .containsEntry("reward/dropped_trajectories", 2.0)
                    .containsEntry("reward/dropped_groups", 1.0);
        }
    }

    private static Trajectory failed(Trajectory t) {
        return t.withFailure("environment: the calculator is on fire");
    }

    @Test
    void groupsKeepTheirOrderWhateverFinishesFirst() {
        CountDownLatch lastIsDone = new CountDownLatch(1);
        Reward backwards = group -> {
            if (group.prompt().id().equals("0")) {
                lastIsDone.await();
            } else if (group.prompt().id().equals("7")) {
                lastIsDone.countDown();
            }
            return READ.score(group);
        };
        List<Group> groups = IntStream.range(0, 8)
                .mapToObj(i -> group(String.valueOf(i), i + "", "0"))
                .toList();
        try (RewardScorer scorer = new RewardScorer(List.of(MATH.with(backwards)), 2)) {
            ScoringResult result = scorer.score(groups);
            assertThat(result.groups())
                    .extracting(g -> g.prompt().id())
                    .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
            assertThat(result.groups())
                    .extracting(g -> g.rewards()[0])
                    .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0);
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameResult() {
        List<ActiveReward> rewards = List.of(
                MATH.with(READ),
                TermOf.key("third").weight(1 / 3.0).with(READ),
                TermOf.key("gate").asGate().with(READ));
        List<Group> groups = IntStream.range(0, 20)
                .mapToObj(i -> group("p" + i, "0.1", "?", String.valueOf(i * 0.7)))
                .toList();
        List<ScoringResult> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 7}) {
            try (RewardScorer scorer = new RewardScorer(rewards, threads)) {
                results.add(scorer.score(groups));
            }
        }
        assertThat(results)
                .extracting(ScoringResult::metrics)
                .containsOnly(results.get(0).metrics());
        assertThat(results)
                .extracting(result ->
                        result.groups().stream().map(ScoredGroup::rewards).toList())
                .allSatisfy(rewardsOf -> assertThat(rewardsOf)
                        .usingRecursiveComparison()
                        .isEqualTo(results.get(0).groups().stream()
                                .map(ScoredGroup::rewards)
                                .toList()));
    }

    @Test
    void aTrajectoryWithoutAScoreIsLeftOutAndCountsInNoStatistics() {
        ScoringResult result = score(List.of(MATH.with(READ)), group("p", "1", "?", "3"));
        assertThat(result.groups().get(0).rewards()).containsExactly(1, 3);
        assertThat(result.metrics())
                .containsEntry("reward/mean", 2.0)
                .containsEntry("reward/math/unscorable", 1.0)
                .containsEntry("reward/dropped_trajectories", 1.0)
                .containsEntry("reward/dropped_groups", 0.0);
    }

    @Test
    void aTrajectoryNeedsAScoreFromEveryReward() {
        ScoringResult result = score(List.of(MATH.with(READ), TermOf.key("one").with(always(1))), group("p", "?", "3"));
        assertThat(result.groups().get(0).rewards()).containsExactly(4);
    }

    @Test
    void aGroupWithoutTrajectoriesVanishes() {
        ScoringResult result = score(List.of(MATH.with(READ)), group("p", "?", "!"), group("q", "1"));
        assertThat(result.groups()).extracting(g -> g.prompt().id()).containsExactly("q");
        assertThat(result.metrics()).containsEntry("reward/dropped_groups", 1.0);
    }

    @Test
    void aMissingScoreCanCostTheWholeGroup() {
        ScoringResult result =
                score(List.of(MATH.on(OnMissing.DROP_GROUP).with(READ)), group("p", "1", "?"), group("q", "1"));
        assertThat(result.groups()).extracting(g -> g.prompt().id()).containsExactly("q");
        assertThat(result.metrics()).containsEntry("reward/dropped_trajectories", 2.0);
    }

    @Test
    void aMissingScoreCanStopTheRun() {
        assertThatThrownBy(() -> score(List.of(MATH.on(OnMissing.ABORT).with(READ)), group("p7", "1", "?")))
                .isInstanceOf(RewardAbortException.class)
                .hasMessageContainingAll("Reward 'math'", "prompt 'p7'", "unscorable, no number", "ABORT");
    }

    @Test
    void aRetryReplacesOnlyWhatWasMissing() {
        AtomicInteger calls = new AtomicInteger();
        Reward better = group -> calls.getAndIncrement() == 0
                ? List.of(Score.of(1), Score.failed("busy"))
                : List.of(Score.of(100), Score.of(2));
        ScoringResult result = score(List.of(MATH.retries(3).with(better)), group("p", "", ""));
        assertThat(result.groups().get(0).rewards()).containsExactly(1, 2);
        assertThat(calls).hasValue(2);
        assertThat(result.metrics()).containsEntry("reward/math/retries", 1.0).containsEntry("reward/math/failed", 0.0);
    }

    @Test
    void whenRetriesAreUsedUpTheTrajectoryIsDropped() {
        AtomicInteger calls = new AtomicInteger();
        Reward broken = group -> {
            calls.incrementAndGet();
            return READ.score(group);
        };
        ScoringResult result = score(List.of(MATH.retries(2).with(broken)), group("p", "!", "5"));
        assertThat(calls).hasValue(3);
        assertThat(result.groups().get(0).rewards()).containsExactly(5);
        assertThat(result.metrics()).containsEntry("reward/math/failed", 1.0);
    }

    @Test
    void aThrowingRewardFailsItsGroupAndIsNeverZero() {
        Reward throwing = group -> {
            if (group.prompt().id().equals("bad")) {
                throw new IOException("connection refused");
            }
            return READ.score(group);
        };
        ScoringResult result = score(List.of(MATH.with(throwing)), group("bad", "1", "1"), group("good", "1"));
        assertThat(result.groups()).extracting(g -> g.prompt().id()).containsExactly("good");
        assertThat(result.metrics()).containsEntry("reward/math/failed", 2.0).containsEntry("reward/mean", 1.0);
        assertThat(reasonOf(throwing, "bad")).contains("Reward 'math'", "threw", "connection refused");
    }

    @Test
    void anOverflowingStackIsAFailureOfTheReward() {
        assertThat(reasonOf(RewardScorerTest::overflow, "p")).contains("threw java.lang.StackOverflowError");
    }

    @Test
    void anErrorOfLinkingStopsTheRunWhateverThePolicy() {
        Reward stale = group -> {
            throw new NoSuchMethodError("Credit.of");
        };
        assertThatThrownBy(() -> score(List.of(MATH.with(stale)), group("p", "1")))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("Reward 'math'", "can't be linked", "Credit.of")
                .hasCauseInstanceOf(NoSuchMethodError.class);
    }

    @Test
    void aFailureNamesThePluginOfTheReward() {
        PluginRegistry registry = PluginRegistry.of(plugin -> plugin.reward("refusing", new None(), Refusing.class));
        try (ComponentFactory factory = new ComponentFactory(registry, SettingsBinder::bind, Map.of())) {
            Reward refusing = factory.create(Kind.REWARD, Recipe.Component.of("refusing"), "rewards[0]");
            assertThat(reasonOf(refusing, "p"))
                    .contains("Reward 'math', reward 'refusing' (" + Refusing.class.getName() + " in ")
                    .contains("version unknown), threw java.io.IOException: connection refused");
        }
    }

    record None() {}

    static final class Refusing implements Reward {
        @Override
        public List<Score> score(Group group) throws IOException {
            throw new IOException("connection refused");
        }
    }

    @Test
    void aRewardKnowsItsDeadline() {
        List<Duration> left = new ArrayList<>();
        Reward planning = new Reward() {
            @Override
            public List<Score> score(Group group) {
                throw new IllegalStateException("the call with a deadline is the one that counts");
            }

            @Override
            public List<Score> score(Group group, Deadline deadline) {
                left.add(deadline.remaining());
                return Reward.perTrajectory(group, trajectory -> Score.of(1));
            }
        };
        ScoringResult result = score(List.of(MATH.deadline(500).with(planning)), group("p", "1"));
        assertThat(result.groups()).hasSize(1);
        assertThat(left)
                .singleElement()
                .satisfies(time -> assertThat(time).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(500)));
    }

    @Test
    void aWrongNumberOfScoresIsAFailure() {
        assertThat(reasonOf(group -> List.of(Score.of(1)), "p"))
                .contains("returned 1 scores for a group of 2 trajectories");
    }

    @Test
    void nullIsAFailure() {
        assertThat(reasonOf(group -> Rewards.nothing(), "p")).contains("returned null");
        assertThat(reasonOf(group -> Collections.nCopies(2, Rewards.nothing()), "p"))
                .contains("returned null as score 0");
    }

    @Test
    void aNumberThatIsNotFiniteIsAFailure() {
        assertThat(reasonOf(always(Double.NaN), "p")).contains("a score must be finite, got NaN");
        assertThat(reasonOf(always(Double.POSITIVE_INFINITY), "p")).contains("got Infinity");
    }

    @Test
    void tokenRewardsOfTheWrongLengthAreAFailure() {
        Reward dense = group -> Reward.perTrajectory(group, t -> Score.dense(1, new float[3]));
        assertThat(reasonOf(dense, "p")).contains("returned 3 token rewards for the 2 tokens of trajectory 0");
    }

    @Test
    void aRewardsStreamsTravelWithTheTrajectory() {
        TokenStream labels = TokenStream.of("test", "labels");
        Reward attaching =
                group -> Reward.perTrajectory(group, t -> Score.value(1).with(labels, new float[] {3, 4}));
        ScoringResult result = score(List.of(MATH.with(attaching)), group("p", "1"));
        assertThat(result.groups().get(0).trajectories().get(0).trajectory().stream(labels))
                .containsExactly(3, 4);
        assertThatThrownBy(() ->
                        score(List.of(MATH.with(attaching), TermOf.key("other").with(attaching)), group("p", "1")))
                .isInstanceOf(PluginException.class)
                .hasMessage("Two rewards attach the stream 'test/labels'. Leave one of them out of the recipe.");
    }

    @Test
    void aStreamOfTheWrongLengthIsAFailure() {
        Reward attaching = group ->
                Reward.perTrajectory(group, t -> Score.value(1).with(TokenStream.of("test", "labels"), new float[3]));
        assertThat(reasonOf(attaching, "p"))
                .contains("attached 3 numbers as stream 'test/labels' to trajectory 0, which has 2 tokens and []");
    }

    @Test
    void metricsDescribeTheComposedRewardAndEachOfItsParts() {
        // math 1, 3 and 2, 2; composed 2, 6 and 4, 4: mean 4, squares 4 + 4 + 0 + 0, std sqrt(8 / 3)
        ScoringResult result = score(List.of(MATH.weight(2).with(READ)), group("p", "1", "3"), group("q", "2", "2"));
        assertThat(result.metrics().get("reward/mean")).isEqualTo(4);
        assertThat(result.metrics().get("reward/std")).isCloseTo(1.632993, within(1e-6));
        assertThat(result.metrics().get("reward/math/mean")).isEqualTo(2);
        assertThat(result.metrics().get("reward/math/std")).isCloseTo(0.816497, within(1e-6));
        assertThat(result.metrics().get("reward/frac_zero_std_groups")).isEqualTo(0.5);
    }

    @Test
    void aMeanOfNothingIsLeftOut() {
        ScoringResult result = score(List.of(MATH.with(READ)), group("p", "?"));
        assertThat(result.metrics())
                .doesNotContainKeys("reward/mean", "reward/math/mean", "reward/frac_zero_std_groups");
    }

    @Test
    void twoRewardsWithOneKeyAreRefused() {
        assertThatThrownBy(() -> new RewardScorer(List.of(MATH.with(READ), MATH.with(READ)), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Two rewards have the key 'math'");
    }

    @Test
    void gatesAloneAreRefused() {
        assertThatThrownBy(() -> new RewardScorer(List.of(MATH.asGate().with(READ)), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("No reward adds to the sum");
    }

    @Test
    void onlyTheFirstFailureOfARewardIsLoggedAndWithItsStackTrace() {
        Reward throwing = group -> {
            throw new IOException("connection refused");
        };
        Logger logger = (Logger) LoggerFactory.getLogger(Judgement.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            assertThatThrownBy(() -> score(List.of(MATH.with(throwing)), group("p", "1"), group("q", "1")))
                    .isInstanceOf(RewardAbortException.class);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("prompt 'p'", "Reward 'math'", "connection refused");
            assertThat(event.getThrowableProxy().getClassName()).isEqualTo("java.io.IOException");
        });
    }

    private static List<Score> overflow(Group group) {
        return overflow(group).subList(0, 1);
    }

    /** Why a reward failed, as its ABORT message tells it. */
    private static String reasonOf(Reward reward, String prompt) {
        return catchThrowableOfType(
                        RewardAbortException.class,
                        () -> score(List.of(MATH.on(OnMissing.ABORT).with(reward)), group(prompt, "1", "1")))
                .getMessage();
    }

    private static ScoringResult score(List<ActiveReward> rewards, Group... groups) {
        try (RewardScorer scorer = new RewardScorer(rewards, 2)) {
            return scorer.score(List.of(groups));
        }
    }

    @Test
    void responsesWithoutAnAnswerAreCountedForRewardsThatReadOne() {
        Reward reading = new Reward() {
            @Override
            public List<Score> score(Group group) throws Exception {
                return READ.score(group);
            }

            @Override
            public Optional<String> answer(Trajectory trajectory) {
                return Optional.of(trajectory.text()).filter(text -> !text.equals("0"));
            }
        };
        try (RewardScorer scorer = new RewardScorer(
                List.of(MATH.with(reading), TermOf.key("format").with(always(1))), 2)) {
            // 0, 0 and 5; then 0: three of four
            assertThat(scorer.unreadAnswers(List.of(group("p", "0", "0", "5"), group("q", "0"))))
                    .isEqualTo(Map.of("reward/math/no_answer", 0.75));
            assertThat(scorer.unreadAnswers(List.of())).isEmpty();
        }
    }

    @Test
    void answersThatCannotBeReadChangeNoScoreAndAreLeftOut() {
        Reward failing = new Reward() {
            @Override
            public List<Score> score(Group group) throws Exception {
                return READ.score(group);
            }

            @Override
            public Optional<String> answer(Trajectory trajectory) {
                if (trajectory.text().equals("7")) {
                    throw new IllegalStateException("no");
                }
                return Optional.empty();
            }
        };
        try (RewardScorer scorer = new RewardScorer(List.of(MATH.with(failing)), 2)) {
            assertThat(scorer.score(List.of(group("p", "7"))).groups().get(0).rewards())
                    .containsExactly(7);
            assertThat(scorer.unreadAnswers(List.of(group("p", "7"), group("q", "1", "2"))))
                    .isEqualTo(Map.of("reward/math/no_answer", 1.0)); // of the second group alone
        }
    }
}
