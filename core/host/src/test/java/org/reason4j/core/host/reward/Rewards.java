package org.reason4j.core.host.reward;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.config.RewardTerm;

/** Groups and rewards for tests; a trajectory's text is the number that {@link #READ} gives for it. */
final class Rewards {

    /** A deadline that no test waits for. */
    static final double LONG = 600;

    /** Reads the response as a number; {@code ?} is unscorable, {@code !} a failure. */
    static final Reward READ = group -> Reward.perTrajectory(group, trajectory -> switch (trajectory.text()) {
        case "?" -> Score.unscorable("no number");
        case "!" -> Score.failed("broken");
        default -> Score.of(Double.parseDouble(trajectory.text()));
    });

    private Rewards() {}

    static Group group(String id, String... responses) {
        Prompt prompt = Prompt.of(id, List.of(), new int[0]);
        return Group.of(
                prompt,
                IntStream.range(0, responses.length)
                        .mapToObj(i -> Trajectory.sampled(
                                        prompt, i, new int[2], responses[i], Finish.STOP, 0, SamplingParams.of(64))
                                .withLearned(new boolean[2]))
                        .toList());
    }

    /** Gives every trajectory the same score. */
    static Reward always(double value) {
        return group -> Reward.perTrajectory(group, trajectory -> Score.of(value));
    }

    /** A null that no compiler warns of, as a careless plugin returns it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }

    /** Never returns while the latch is closed, interrupted or not. */
    static Reward deafUntil(CountDownLatch release) {
        return group -> {
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    released = false; // deaf on purpose
                }
            }
            return always(1).score(group);
        };
    }

    /** The settings of a term, changed one by one. */
    record TermOf(
            String key,
            double weight,
            List<Double> clip,
            boolean gate,
            double deadline,
            int retries,
            OnMissing policy) {

        static TermOf key(String key) {
            return new TermOf(key, 1, List.of(), false, LONG, 0, OnMissing.DROP_TRAJECTORY);
        }

        TermOf weight(double value) {
            return new TermOf(key, value, clip, gate, deadline, retries, policy);
        }

        TermOf clip(Double... bounds) {
            return new TermOf(key, weight, Arrays.asList(bounds), gate, deadline, retries, policy);
        }

        TermOf asGate() {
            return new TermOf(key, weight, clip, true, deadline, retries, policy);
        }

        TermOf deadline(double seconds) {
            return new TermOf(key, weight, clip, gate, seconds, retries, policy);
        }

        TermOf on(OnMissing missing) {
            return new TermOf(key, weight, clip, gate, deadline, retries, missing);
        }

        TermOf retries(int times) {
            return new TermOf(key, weight, clip, gate, deadline, times, OnMissing.RETRY);
        }

        ActiveReward with(Reward reward) {
            return new ActiveReward(
                    new RewardTerm(
                            "registered-name",
                            Optional.empty(),
                            Optional.of(key),
                            weight,
                            clip,
                            gate,
                            deadline,
                            retries,
                            policy,
                            policy,
                            policy,
                            Map.of()),
                    reward);
        }
    }
}
