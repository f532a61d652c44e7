package org.reason4j.core.host.track.coach;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.reason4j.core.host.config.tree.SettingNames;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.host.track.Numbers;

/**
 * The coach's rules: a sign, what it says, and what to try. Of the rules of one subject the first whose sign is there speaks,
 * because it explains the others.
 */
enum CoachRule {
    TRUNCATED(
            Subject.SIGNAL,
            signs -> signs.atLeast(MetricNames.TRUNCATED, 0.9),
            signs -> share(signs, MetricNames.TRUNCATED) + " of the responses ended at the length limit of "
                    + signs.run().maxTokens() + " tokens.",
            "Raise rollout.maxTokens, or ask for short responses in data.system. A base model that goes on after its answer"
                    + " needs rollout.stop."),
    NO_ANSWER(
            Subject.SIGNAL,
            signs -> signs.unread().values().stream().anyMatch(CoachRule::nearlyAll),
            signs -> unreadable(signs.unread()),
            "Ask in data.system for the form that the reward reads, or set the reward to the form that the model writes."
                    + " 'reason4j try' shows responses."),
    TOO_HARD(
            Subject.SIGNAL,
            signs -> isFlat(signs) && signs.nearlyAllWrong(),
            signs -> flat(signs) + ", and nearly all responses score as wrong: nothing tells good from bad.",
            "Take easier problems, a larger rollout.groupSize or a supervised stage, and check with 'reason4j score' that a"
                    + " right answer scores."),
    TOO_EASY(
            Subject.SIGNAL,
            signs -> isFlat(signs) && signs.nearlyAllRight(),
            signs -> flat(signs) + ", and nearly all responses score as right: nothing is left to learn.",
            "Take harder problems, or leave out solved ones with the curriculum 'no-positive-resampling' or the filter"
                    + " 'dynamic-sampling'."),
    ALIKE(
            Subject.SIGNAL,
            CoachRule::isFlat,
            signs -> flat(signs) + ": responses to one prompt are alike.",
            "Raise rollout.temperature, widen rollout.topP, topK and minP, or take a reward with more than two values."),
    SAME_REWARD(
            Subject.SIGNAL,
            signs -> signs.atMost(MetricNames.REWARD_DEVIATION, 0),
            signs -> "Every response got the reward "
                    + Numbers.compact(signs.of(MetricNames.REWARD).orElse(0)) + ".",
            "Check with 'reason4j score' that the rewards tell a good response from a bad one."),
    NOTHING_KEPT(
            Subject.SIGNAL,
            signs -> signs.atMost(MetricNames.TRAINED_SEQUENCES, 0),
            signs -> "No response was left to learn from, so the weights did not change.",
            "Widen the filters or raise rollout.maxBatches; dropped responses are counted in reward/dropped_trajectories."),
    ENTROPY_GONE(
            Subject.ENTROPY,
            signs -> !signs.nearlyAllRight()
                    && (signs.atMost(MetricNames.ENTROPY, 0.001)
                            || signs.atMost(MetricNames.ENTROPY, Math.min(0.05, 0.1 * signs.firstEntropy()))),
            signs -> "The policy's entropy is " + number(signs, MetricNames.ENTROPY)
                    + " nats per token: it writes nearly the same each time and explores no more.",
            "Go back to an earlier checkpoint with --resume-from, and lower training.learningRate, raise optimizer.config.clipHigh"
                    + " or add the regularizer 'entropy'."),
    LARGE_UPDATES(
            Subject.UPDATE,
            signs -> signs.atLeast(MetricNames.KL_OLD, 0.1)
                    || signs.atLeast(MetricNames.RATIO, 2)
                    || signs.atMost(MetricNames.RATIO, 0.5),
            signs -> "A step moves the policy far: policy/kl_old " + number(signs, MetricNames.KL_OLD) + ", mean ratio "
                    + number(signs, MetricNames.RATIO) + ".",
            "Lower training.learningRate, miniBatches or epochs."),
    FAR_FROM_REFERENCE(
            Subject.REFERENCE,
            signs -> signs.atLeast(MetricNames.KL_REFERENCE, 1),
            signs -> "The policy is " + number(signs, MetricNames.KL_REFERENCE)
                    + " nats per token from its reference: it may have lost what it could before.",
            "Read samples in the report. Raise the coefficient of the regularizer 'kl', or lower training.learningRate."),
    MISMATCH(
            Subject.PRECISION,
            signs -> !signs.run().stale() && signs.atLeast(MetricNames.MISMATCH_MEAN, 0.1),
            signs -> "Rollouts and training disagree by " + number(signs, MetricNames.MISMATCH_MEAN)
                    + " nats per token about the same weights.",
            "Set model.head: fp32, then model.precision: fp32.");

    /** Signs that explain each other. */
    enum Subject {
        SIGNAL,
        ENTROPY,
        UPDATE,
        REFERENCE,
        PRECISION
    }

    private final Subject subject;
    private final Predicate<Signs> sign;
    private final Function<Signs, String> finding;
    private final String remedy;

    CoachRule(Subject subject, Predicate<Signs> sign, Function<Signs, String> finding, String remedy) {
        this.subject = subject;
        this.sign = sign;
        this.finding = finding;
        this.remedy = remedy;
    }

    /** Name in recipes, metrics and messages. */
    String label() {
        return SettingNames.kebabCase(this);
    }

    /** The rules whose signs are there, the first of each subject. */
    static List<CoachRule> found(Signs signs) {
        Set<Subject> spoken = EnumSet.noneOf(Subject.class);
        List<CoachRule> found = new ArrayList<>();
        for (CoachRule rule : values()) {
            if (rule.sign.test(signs) && spoken.add(rule.subject)) {
                found.add(rule);
            }
        }
        return found;
    }

    Advice advice(Signs signs) {
        return new Advice(label(), finding.apply(signs), remedy);
    }

    /** True if nearly all groups have equal rewards. A group of one always has. */
    private static boolean isFlat(Signs signs) {
        return signs.run().groupSize() > 1 && signs.atLeast(MetricNames.FLAT_GROUPS, 0.95);
    }

    private static boolean nearlyAll(double share) {
        return share >= 0.9;
    }

    private static String flat(Signs signs) {
        return share(signs, MetricNames.FLAT_GROUPS) + " of the groups have equal rewards";
    }

    private static String unreadable(Map<String, Double> shares) {
        Map.Entry<String, Double> most =
                shares.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return "The reward '" + most.getKey() + "' could read no answer in " + Numbers.percent(most.getValue())
                + " of the responses.";
    }

    private static String share(Signs signs, String name) {
        return Numbers.percent(signs.of(name).orElse(0));
    }

    private static String number(Signs signs, String name) {
        return signs.of(name).isPresent() ? Numbers.compact(signs.of(name).getAsDouble()) : "not measured";
    }
}
