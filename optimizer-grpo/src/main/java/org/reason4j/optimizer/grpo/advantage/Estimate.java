package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.optimizer.Whitening;

/**
 * The return less a baseline: {@code A = (return - baseline) / deviation}, then perhaps whitened.
 *
 * <ol>
 *   <li>Each response is compared with its baseline: {@code A_i}, from {@link GroupRelativeAdvantage} where the baseline is
 *       the group's, {@code R_i - R_greedy} for the greedy response (ReMax, arXiv 2310.10505, algorithm 1), or {@code R_i}.
 *   <li>Each of its tokens gets {@code A_i}, or with returns per token {@code A_it = A_i + G_it - R_i}, which is
 *       {@code G_it - baseline_i}, with {@code G_it} from {@link ReturnsToGo}.
 *   <li>All learned tokens of the step may then be whitened by {@link Whitening} (REINFORCE++).
 * </ol>
 *
 * <p>Every combination that passes the checks is meaningful; the constants are those with a name in the literature.
 *
 * @param returns the quantity that is compared with the baseline
 * @param gamma discount per learned token of returns per token, in (0, 1]
 * @param baseline the expected return that is subtracted
 * @param groupDeviation the divisor of the difference
 * @param epsilon added to the group's deviation
 * @param singleton advantage of a response without siblings, where the baseline is of the group
 * @param whiten true to bring the advantages of all learned tokens of the step to mean 0 and variance 1
 */
public record Estimate(
        Returns returns,
        double gamma,
        Baseline baseline,
        GroupDeviation groupDeviation,
        double epsilon,
        Singleton singleton,
        boolean whiten)
        implements Advantage {

    /** The return of a token. */
    public enum Returns {
        /** The whole reward of its response, whatever its place. */
        RESPONSE,
        /** The rewards from this token on, discounted: dense rewards and a divergence in the reward count where they are. */
        TOKEN
    }

    /** The expected return. */
    public enum Baseline {
        /** No baseline. */
        NONE,
        /** The mean of the group, the response itself included (GRPO). */
        GROUP_MEAN,
        /** The mean of the siblings (RLOO); it is {@code G / (G - 1)} times as far from the reward. */
        LEAVE_ONE_OUT,
        /** The reward of the policy's most likely response to the prompt (ReMax); costs one more response per prompt. */
        GREEDY
    }

    /** The divisor of a reward's distance from the baseline. */
    public enum GroupDeviation {
        /** The group's sample deviation, divisor {@code G - 1}. */
        SAMPLE,
        /** The group's population deviation, divisor {@code G}. */
        POPULATION,
        /** No division; {@code epsilon} is unused (Dr. GRPO). */
        NONE
    }

    /** Advantage of a response whose siblings have no score. */
    public enum Singleton {
        /** Zero: nothing to compare with, nothing to learn. */
        ZERO,
        /** The raw reward: a group of one has mean 0 and deviation 1. */
        REWARD
    }

    /** Group relative, with the sample deviation. */
    public static final Estimate DEFAULTS =
            new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.SAMPLE, 1e-6, Singleton.ZERO, false);

    /** REINFORCE++: returns per token, whitened over the step, no baseline. */
    public static final Estimate REINFORCE_PP =
            new Estimate(Returns.TOKEN, 1, Baseline.NONE, GroupDeviation.NONE, 0, Singleton.ZERO, true);

    /** REINFORCE++ with the group's mean as baseline. */
    public static final Estimate REINFORCE_PP_BASELINE =
            new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.NONE, 0, Singleton.ZERO, true);

    /** ReMax: returns per token minus the reward of the greedy response. */
    public static final Estimate REMAX =
            new Estimate(Returns.TOKEN, 1, Baseline.GREEDY, GroupDeviation.NONE, 0, Singleton.ZERO, false);

    public Estimate {
        check(gamma > 0 && gamma <= 1, "advantage.gamma must be in (0, 1], got %s", gamma);
        check(epsilon >= 0 && Double.isFinite(epsilon), "advantage.epsilon must be at least 0, got %s", epsilon);
        check(
                gamma == 1 || returns == Returns.TOKEN,
                "advantage.gamma is %s, but it discounts returns per token only; set advantage.returns to TOKEN, or gamma to 1",
                gamma);
        check(
                groupDeviation == GroupDeviation.NONE || isOfGroup(baseline),
                "advantage.groupDeviation is %s, but the baseline %s is not the group's: where all rewards of a group are"
                        + " equal, their distance from it would be divided by 0. Set groupDeviation to NONE, or baseline to"
                        + " GROUP_MEAN or LEAVE_ONE_OUT",
                groupDeviation,
                baseline);
        check(
                groupDeviation == GroupDeviation.NONE || returns == Returns.RESPONSE,
                "advantage.groupDeviation is %s, which is a deviation of whole rewards, but advantage.returns is TOKEN."
                        + " Set groupDeviation to NONE, and whiten to true for a common scale",
                groupDeviation);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        List<Credit> credits =
                groups.stream().flatMap(group -> credits(group).stream()).toList();
        return whiten ? Whitening.ofCredits(credits) : credits;
    }

    private List<Credit> credits(ScoredGroup group) {
        double[] advantages = ofResponses(group);
        if (returns == Returns.RESPONSE) {
            return Credit.perTrajectory(group, advantages);
        }
        return IntStream.range(0, group.size())
                .mapToObj(i -> perToken(group.trajectories().get(i), advantages[i]))
                .toList();
    }

    /** {@code A_i}, {@code [G]}. */
    private double[] ofResponses(ScoredGroup group) {
        double[] rewards = group.rewards();
        return switch (baseline) {
            case NONE -> rewards;
            case GREEDY -> {
                double greedy = greedyReward(group);
                yield Arrays.stream(rewards).map(reward -> reward - greedy).toArray();
            }
            case GROUP_MEAN, LEAVE_ONE_OUT -> GroupRelativeAdvantage.of(rewards, this);
        };
    }

    private static double greedyReward(ScoredGroup group) {
        return group.greedy()
                .orElseThrow(() -> new IllegalStateException("Prompt '"
                        + group.prompt().id() + "' has no greedy response, although requirements() asks for one"))
                .reward();
    }

    private Credit perToken(ScoredTrajectory scored, double advantage) {
        double[] toCome = ReturnsToGo.of(scored, gamma);
        float[] advantages = new float[toCome.length];
        for (int t = 0; t < toCome.length; t++) {
            advantages[t] = (float) (advantage + (toCome[t] - scored.reward()));
        }
        return Credit.of(scored.trajectory(), advantages);
    }

    @Override
    public boolean perToken() {
        return returns == Returns.TOKEN;
    }

    @Override
    public Requirements requirements() {
        Requirements needs = isOfGroup(baseline) ? Requirements.NONE.groupsOf(2) : Requirements.NONE;
        return baseline == Baseline.GREEDY ? needs.withGreedyResponse() : needs;
    }

    private static boolean isOfGroup(Baseline baseline) {
        return baseline == Baseline.GROUP_MEAN || baseline == Baseline.LEAVE_ONE_OUT;
    }
}
