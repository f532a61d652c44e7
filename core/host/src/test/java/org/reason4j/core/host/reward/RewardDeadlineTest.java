package org.reason4j.core.host.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.reason4j.core.host.reward.Rewards.LONG;
import static org.reason4j.core.host.reward.Rewards.always;
import static org.reason4j.core.host.reward.Rewards.deafUntil;
import static org.reason4j.core.host.reward.Rewards.group;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Group;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.engine.deadline.DeadlinePool;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.reward.Rewards.TermOf;

@Timeout(60)
class RewardDeadlineTest {

    private static final double SHORT = 0.05;
    private static final Duration GRACE = Duration.ofMillis(50);
    private static final Duration LONG_GRACE = Duration.ofMinutes(10);

    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letHangingCallsGo() {
        release.countDown();
    }

    @Test
    void aHangingRewardIsInterruptedAtItsDeadlineAndHasTimedOut() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Reward sleeping = group -> {
            if (group.prompt().id().equals("quick")) {
                return always(1).score(group);
            }
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return always(1).score(group);
        };
        try (RewardScorer scorer =
                scorer(LONG_GRACE, 0, TermOf.key("slow").deadline(SHORT).with(sleeping))) {
            ScoringResult result = scorer.score(List.of(group("p", "a", "b"), group("quick", "a")));
            assertThat(interrupted).isTrue();
            assertThat(result.groups()).hasSize(1);
            assertThat(result.metrics())
                    .containsEntry("reward/slow/timed_out", 2.0)
                    .containsEntry("reward/slow/failed", 0.0)
                    .containsEntry("reward/abandoned_calls", 0.0);
        }
    }

    @Test
    void aRewardThatIgnoresInterruptionIsAbandonedAndTheOthersGoOn() {
        TermOf deaf = TermOf.key("deaf").deadline(2);
        Reward deafForOne = group -> (group.prompt().id().equals("bad") ? deafUntil(release) : always(1)).score(group);
        try (RewardScorer scorer = new RewardScorer(List.of(deaf.with(deafForOne)), 1, GRACE, 4)) {
            // a single thread: without a replacement, "good" would never be scored
            ScoringResult result = scorer.score(List.of(group("bad", "a"), group("good", "a")));
            assertThat(result.groups()).extracting(g -> g.prompt().id()).containsExactly("good");
            assertThat(result.metrics()).containsEntry("reward/abandoned_calls", 1.0);
            assertThat(scorer.score(List.of(group("next", "a"))).metrics())
                    .containsEntry("reward/abandoned_calls", 0.0);
        }
    }

    @Test
    void tooManyHangingCallsStopTheRun() {
        try (RewardScorer scorer =
                scorer(GRACE, 1, TermOf.key("deaf").deadline(SHORT).with(deafUntil(release)))) {
            List<Group> groups = List.of(group("p", "a"), group("q", "a"));
            assertThatThrownBy(() -> scorer.score(groups))
                    .isInstanceOf(RewardAbortException.class)
                    .hasMessageContainingAll("Reward 'deaf'", "hangs: 2 calls", "at most 1");
        }
    }

    @Test
    void anAbandonedThreadThatReturnsIsForgiven() {
        try (DeadlinePool pool = new DeadlinePool(1, GRACE)) {
            DeadlinePool.Ended<Boolean> ended = pool.submit("deaf", Duration.ofMillis(50), this::deafUntilReleased)
                    .join();
            assertThat(ended.abandoned()).isTrue();
            assertThat(pool.lost()).isEqualTo(1);
            release.countDown();
            await().until(() -> pool.lost() == 0);
            assertThat(pool.submit("next", Duration.ofMinutes(10), () -> "done")
                            .join()
                            .value())
                    .hasValue("done");
        }
    }

    @Test
    void aCallThatReturnsWithinTheGracePeriodIsLateAllTheSame() {
        try (DeadlinePool pool = new DeadlinePool(1, LONG_GRACE)) {
            DeadlinePool.Ended<String> ended = pool.submit("late", Duration.ofMillis(50), () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                        return "too late";
                    })
                    .join();
            assertThat(ended.value()).isEmpty();
            assertThat(ended.abandoned()).isFalse();
        }
    }

    @Test
    void theInterruptionOfOneCallDoesNotReachTheNext() {
        try (DeadlinePool pool = new DeadlinePool(1, LONG_GRACE)) {
            var late = pool.submit("late", Duration.ofMillis(50), () -> {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return Thread.currentThread();
            });
            var next = pool.submit(
                    "next", Duration.ofMinutes(10), () -> Thread.currentThread().isInterrupted());
            assertThat(late.join().value()).isEmpty();
            assertThat(next.join().value()).hasValue(false);
        }
    }

    @Test
    void theDeadlineRunsFromTheStartOfTheCallNotFromItsPlaceInTheQueue() {
        // one thread: the second call waits 2.5 s in the queue, which is more than its deadline
        try (DeadlinePool pool = new DeadlinePool(1, LONG_GRACE)) {
            Duration deadline = Duration.ofSeconds(2);
            var first = pool.submit("first", Duration.ofMinutes(10), this::holdLongerThanTheDeadlineOfTheNext);
            var queued = pool.submit("queued", deadline, () -> "in time");
            assertThat(first.join().value()).hasValue(true);
            assertThat(queued.join().value()).hasValue("in time");
        }
    }

    @Test
    void aTimeoutCanBeRetried() {
        AtomicInteger calls = new AtomicInteger();
        Reward slowAtFirst = group -> {
            if (calls.getAndIncrement() == 0) {
                release.await();
            }
            return always(1).score(group);
        };
        try (RewardScorer scorer =
                scorer(LONG_GRACE, 0, TermOf.key("slow").deadline(2).retries(1).with(slowAtFirst))) {
            ScoringResult result = scorer.score(List.of(group("p", "a")));
            assertThat(result.groups().get(0).rewards()).containsExactly(1);
            assertThat(result.metrics())
                    .containsEntry("reward/slow/timed_out", 0.0)
                    .containsEntry("reward/slow/retries", 1.0);
        }
    }

    @Test
    void aMissedDeadlineCanStopTheRun() {
        TermOf slow = TermOf.key("slow").deadline(0.25).on(OnMissing.ABORT);
        Reward sleeping = group -> {
            release.await();
            return List.of();
        };
        try (RewardScorer scorer = scorer(LONG_GRACE, 0, slow.with(sleeping))) {
            assertThatThrownBy(() -> scorer.score(List.of(group("p9", "a"))))
                    .isInstanceOf(RewardAbortException.class)
                    .hasMessageContainingAll("Reward 'slow'", "prompt 'p9'", "no answer within 0.25 seconds");
        }
    }

    @Test
    void anInterruptedTrainingThreadStopsWaiting() {
        Reward sleeping = group -> {
            release.await();
            return List.of();
        };
        try (RewardScorer scorer = scorer(GRACE, 0, TermOf.key("slow").with(sleeping))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> scorer.score(List.of(group("p", "a"))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void callsRunOnDaemonThreadsNamedAfterTheirReward() {
        AtomicBoolean asExpected = new AtomicBoolean();
        Reward curious = group -> {
            Thread thread = Thread.currentThread();
            asExpected.set(thread.isDaemon() && thread.getName().equals("reward-curious"));
            return always(1).score(group);
        };
        try (RewardScorer scorer =
                scorer(GRACE, 0, TermOf.key("curious").deadline(LONG).with(curious))) {
            scorer.score(List.of(group("p", "a")));
            assertThat(asExpected).isTrue();
        }
    }

    private static RewardScorer scorer(Duration grace, int mostLostThreads, ActiveReward reward) {
        return new RewardScorer(List.of(reward), 2, grace, mostLostThreads);
    }

    private boolean holdLongerThanTheDeadlineOfTheNext() {
        await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
        return true;
    }

    private boolean deafUntilReleased() {
        while (release.getCount() > 0) {
            Thread.onSpinWait();
        }
        return true;
    }
}
