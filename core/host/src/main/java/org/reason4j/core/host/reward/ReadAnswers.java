package org.reason4j.core.host.reward;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.engine.deadline.DeadlinePool;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.host.plugin.Guard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the responses in which rewards read an answer. A group whose answers come late, or not at all, does not count. */
final class ReadAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAnswers.class);

    private final ActiveReward reward;
    private final AtomicBoolean logged = new AtomicBoolean();

    ReadAnswers(ActiveReward reward) {
        this.reward = reward;
    }

    ActiveReward reward() {
        return reward;
    }

    /** True if the reward reads answers at all. */
    boolean isPossible() {
        return Guard.overrides(reward.reward(), Reward.class, "answer", Trajectory.class);
    }

    /** Returns the share of responses without an answer; empty where no group counts. */
    OptionalDouble share(List<Group> groups, DeadlinePool pool, long seconds) {
        List<CompletableFuture<DeadlinePool.Ended<Optional<Integer>>>> calls = groups.stream()
                .map(group -> pool.submit("answers-" + reward.key(), reward.deadline(), () -> unread(group)))
                .toList();
        int responses = 0;
        int unread = 0;
        try {
            for (int i = 0; i < calls.size(); i++) {
                Optional<Integer> count = await(calls.get(i), seconds);
                responses += count.isPresent() ? groups.get(i).size() : 0;
                unread += count.orElse(0);
            }
        } finally {
            calls.forEach(call -> call.cancel(false));
        }
        return responses == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) unread / responses);
    }

    /** Number of responses without an answer; empty where reading failed, which changes no reward. */
    private Optional<Integer> unread(Group group) {
        try {
            return Optional.of((int) group.trajectories().stream()
                    .filter(one -> reward.reward().answer(one).isEmpty())
                    .count());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (!logged.getAndSet(true)) {
                LOG.warn(
                        "Reward '{}' could not read the answers to prompt '{}': {}. They are left out of reward/{}/no_answer;"
                                + " further failures are not logged.",
                        reward.key(),
                        group.prompt().id(),
                        Faults.presentable(e).toString(),
                        reward.key());
            }
            return Optional.empty();
        }
    }

    private Optional<Integer> await(CompletableFuture<DeadlinePool.Ended<Optional<Integer>>> call, long seconds) {
        try {
            return call.get(seconds, TimeUnit.SECONDS).value().flatMap(count -> count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while answers were being read", e);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("Reward '" + reward.key() + "' did not end to read answers: " + e, e);
        }
    }
}
