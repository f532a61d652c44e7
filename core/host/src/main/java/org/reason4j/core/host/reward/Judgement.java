package org.reason4j.core.host.reward;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Deadline;
import org.reason4j.core.engine.deadline.DeadlinePool;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.formats.secret.Secrets;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.plugin.LinkingException;
import org.reason4j.core.host.plugin.RewardBound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores that one reward gives one group, over all attempts.
 *
 * <p>{@link #ask} runs on a worker thread and touches no state; all else belongs to the thread that scores.
 */
final class Judgement {

    private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

    private static final float[] NO_TOKENS = new float[0];

    private final ActiveReward reward;
    private final Group group;
    private final AtomicBoolean logged;
    private final List<Score> scores = new ArrayList<>();
    private int attempts;

    /**
     * Makes a judgement without scores yet.
     *
     * @param logged whether a failure of this reward has been logged before; shared by all its judgements
     */
    Judgement(ActiveReward reward, Group group, AtomicBoolean logged) {
        this.reward = reward;
        this.group = group;
        this.logged = logged;
    }

    ActiveReward reward() {
        return reward;
    }

    Group group() {
        return group;
    }

    /** The score of each trajectory, in group order. */
    List<Score> scores() {
        return Collections.unmodifiableList(scores);
    }

    /** Number of further attempts after the first. */
    int retries() {
        return Math.max(0, attempts - 1);
    }

    /**
     * Result of one call of a reward.
     *
     * @param scores one per trajectory
     * @param cause the exception, if it threw one
     */
    record Answer(List<Score> scores, Optional<Throwable> cause) {}

    /**
     * Calls the reward; a breach of its contract is a failure of the whole group.
     *
     * @throws LinkingException if the reward's code does not link: that is never a score
     * @throws WorkersException if workers that compute it failed: that is none, either
     */
    Answer ask() {
        try {
            @Nullable List<Score> given = reward.reward().score(group, Deadline.in(reward.deadline()));
            if (given == null) {
                return failed("returned null", Optional.empty());
            }
            List<Score> scores = new ArrayList<>(given);
            return breach(scores)
                    .map(reason -> failed(reason, Optional.empty()))
                    .orElseGet(() -> new Answer(scores, Optional.empty()));
        } catch (LinkingException | WorkersException e) {
            throw e;
        } catch (LinkageError e) {
            throw new LinkingException(
                    "Reward '" + reward.key() + "', " + Guard.describe(reward.reward()) + ", can't be linked: " + e, e);
        } catch (Throwable e) { // an error of a reward does not end the run; its policy in the recipe says what follows
            if (Guard.isOfTheMachine(e)) {
                throw (VirtualMachineError) e;
            }
            Throwable cause = Faults.presentable(e);
            return failed("threw " + cause, Optional.of(cause));
        }
    }

    private Optional<String> breach(List<Score> answers) {
        if (answers.size() != group.size()) {
            return Optional.of(
                    "returned " + answers.size() + " scores for a group of " + group.size() + " trajectories");
        }
        for (int i = 0; i < answers.size(); i++) {
            int index = i;
            @Nullable Score score = answers.get(i);
            if (score == null) {
                return Optional.of("returned null as score " + i);
            }
            if (score instanceof Score.Value value) {
                Optional<String> breach = badNumbers(value, index)
                        .or(() -> badTokenRewards(value, index))
                        .or(() -> badStream(value, index));
                if (breach.isPresent()) {
                    return breach;
                }
            }
        }
        return Optional.empty();
    }

    /** Describes a value beyond the bound up to which statistics are right; clip does not come first, as some read the value. */
    private Optional<String> badNumbers(Score.Value value, int i) {
        boolean right = RewardBound.holds(value.value());
        if (right && RewardBound.holds(value.tokenRewards().orElse(NO_TOKENS))) {
            return Optional.empty();
        }
        return Optional.of("returned " + (right ? "a token reward beyond the bound" : "the value " + value.value())
                + " for sample " + group.trajectories().get(i).sample() + ", expected " + RewardBound.expected());
    }

    private Optional<String> badTokenRewards(Score.Value value, int i) {
        if (value.tokenRewards().isEmpty()) {
            return Optional.empty();
        }
        int entries = value.tokenRewards().get().length;
        int tokens = group.trajectories().get(i).length();
        if (entries != tokens) {
            return Optional.of(
                    "returned " + entries + " token rewards for the " + tokens + " tokens of trajectory " + i);
        }
        return reward.term().gate()
                ? Optional.of("returned token rewards, but is a gate, which multiplies by one value")
                : Optional.empty();
    }

    /** Describes the stream of a value that does not fit its trajectory or is not finite. */
    private Optional<String> badStream(Score.Value value, int i) {
        Trajectory trajectory = group.trajectories().get(i);
        for (Map.Entry<TokenStream, float[]> stream : value.streams().entrySet()) {
            String name = "as stream '" + stream.getKey().name() + "' to trajectory " + i;
            float[] numbers = stream.getValue();
            if (numbers.length != trajectory.length() || trajectory.streams().contains(stream.getKey())) {
                return Optional.of("attached " + numbers.length + " numbers " + name + ", which has "
                        + trajectory.length() + " tokens and " + trajectory.streams());
            }
            for (float number : numbers) {
                if (!Float.isFinite(number)) {
                    return Optional.of("attached " + number + " " + name + ", expected finite numbers");
                }
            }
        }
        return Optional.empty();
    }

    private Answer failed(String reason, Optional<Throwable> cause) {
        String message = "Reward '" + reward.key() + "', " + Guard.describe(reward.reward()) + ", " + reason;
        return new Answer(Collections.nCopies(group.size(), Score.failed(message)), cause);
    }

    /** Takes over an attempt's scores; an attempt after the first fills only the places that asked for it. */
    void take(DeadlinePool.Ended<Answer> ended) {
        Answer answer = ended.value().orElseGet(this::noAnswer);
        logFirstFailure(answer);
        if (attempts++ == 0) {
            answer.scores().forEach(score -> scores.add(withoutSecrets(score)));
        } else {
            for (int i = 0; i < scores.size(); i++) {
                if (policy(scores.get(i)).equals(Optional.of(OnMissing.RETRY))) {
                    scores.set(i, withoutSecrets(answer.scores().get(i)));
                }
            }
        }
        scores.forEach(this::throwIfAborting);
    }

    /** A reason is written to files. */
    private static Score withoutSecrets(Score score) {
        if (score instanceof Score.Failed failed) {
            return Score.failed(Secrets.hide(failed.reason()));
        }
        return score instanceof Score.Unscorable unscorable
                ? new Score.Unscorable(Secrets.hide(unscorable.reason()))
                : score;
    }

    private Answer noAnswer() {
        return new Answer(Collections.nCopies(group.size(), new Score.TimedOut(reward.deadline())), Optional.empty());
    }

    private void logFirstFailure(Answer answer) {
        Optional<Score.Failed> failure = answer.scores().stream()
                .filter(Score.Failed.class::isInstance)
                .map(Score.Failed.class::cast)
                .findFirst();
        if (failure.isPresent() && logged.compareAndSet(false, true)) {
            LOG.warn(
                    "No score for prompt '{}': {}. Further failures of reward '{}' are not logged but counted.",
                    group.prompt().id(),
                    failure.get().reason(),
                    reward.key(),
                    answer.cause().orElse(null));
        }
    }

    /** Returns true if the recipe wants the reward called again. */
    boolean wantsRetry() {
        return retries() < reward.term().retries() && asksFor(OnMissing.RETRY);
    }

    /** Returns true if a missing score drops the whole group. */
    boolean dropsGroup() {
        return asksFor(OnMissing.DROP_GROUP);
    }

    private boolean asksFor(OnMissing policy) {
        return scores.stream().anyMatch(score -> policy(score).equals(Optional.of(policy)));
    }

    private Optional<OnMissing> policy(Score score) {
        return score instanceof Score.Value ? Optional.empty() : Optional.of(reward.policy(score));
    }

    private void throwIfAborting(Score score) {
        if (policy(score).equals(Optional.of(OnMissing.ABORT))) {
            throw new RewardAbortException(
                    reward.key(),
                    "Reward '" + reward.key() + "' gave no score for prompt '"
                            + group.prompt().id() + "': "
                            + describe(score) + ". The recipe says ABORT for this; see onUnscorable, onTimeout and"
                            + " onFailure.");
        }
    }

    /** True if every score of the group is a failure or too late. */
    boolean failedWholly() {
        return !scores.isEmpty()
                && scores.stream().allMatch(score -> score instanceof Score.Failed || score instanceof Score.TimedOut);
    }

    /** Why the last score of the group is missing. */
    String lastReason() {
        return describe(scores.get(scores.size() - 1));
    }

    private static String describe(Score missing) {
        String reason = ScoreOutcome.reason(missing);
        return missing instanceof Score.TimedOut
                ? reason
                : ScoreOutcome.of(missing).label() + ", " + reason;
    }
}
