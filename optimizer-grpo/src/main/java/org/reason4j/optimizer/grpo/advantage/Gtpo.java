package org.reason4j.optimizer.grpo.advantage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * A reward for each token by {@link EntropyReward} among the tokens of the group at the same place, standardised: {@code A_it
 * = (r_it - mean) / (std + epsilon)}. Right responses share by entropy, wrong ones by its inverse.
 *
 * <p>Places count learned tokens. Entropies are the policy's at the step's start and carry no gradient.
 *
 * @param entropyShare part of the reward that is shared out by entropy, in [0, 1]
 * @param above reward that a right response exceeds
 * @param failures rewards of wrong responses
 * @param scale the tokens over which rewards are standardised
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2508.04349">GTPO and GRPO-S: token and sequence-level reward shaping with policy
 *     entropy</a>
 */
public record Gtpo(double entropyShare, double above, Failures failures, Scale scale, double epsilon)
        implements Advantage {

    /** Rewards of wrong responses. */
    public enum Failures {
        /** Below 0, shared out by the inverse of the entropy: a confident failure loses more. */
        INVERSE,
        /** As they are. */
        PLAIN
    }

    /** Tokens over which rewards are standardised. */
    public enum Scale {
        /** Those of the group at the same place; a place that one response reaches has advantage 0. */
        PLACE,
        /** All of the group. */
        GROUP
    }

    /** A tenth by entropy. */
    public static final Gtpo DEFAULTS = new Gtpo(0.1, 0, Failures.INVERSE, Scale.PLACE, 1e-6);

    public Gtpo {
        EntropyReward.validate("gtpo", entropyShare, above, epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.ENTROPY).groupsOf(2);
    }

    @Override
    public boolean perToken() {
        return true;
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return groups.stream().flatMap(group -> credits(group).stream()).toList();
    }

    private List<Credit> credits(ScoredGroup group) {
        double[][] rewards = tokenRewards(group);
        double[][] advantages = scale == Scale.GROUP ? overGroup(rewards) : overPlaces(rewards);
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < advantages.length; i++) {
            Trajectory trajectory = group.trajectories().get(i).trajectory();
            int[] places = LearnedPlaces.of(trajectory);
            float[] onTokens = new float[trajectory.length()];
            for (int j = 0; j < places.length; j++) {
                onTokens[places[j]] = (float) advantages[i][j];
            }
            credits.add(Credit.of(trajectory, onTokens));
        }
        return credits;
    }

    /** The reward of each learned token of each response, {@code [G][L]}. */
    double[][] tokenRewards(ScoredGroup group) {
        double[][] entropies = group.trajectories().stream()
                .map(one -> learned(one.trajectory()))
                .toArray(double[][]::new);
        double[] rewards = group.rewards();
        return atEachPlace(
                entropies,
                (alive, there) -> EntropyReward.of(picked(rewards, alive), there, failures, entropyShare, above));
    }

    private static double[] learned(Trajectory trajectory) {
        float[] entropies = trajectory.stream(TokenStream.ENTROPY);
        return Arrays.stream(LearnedPlaces.of(trajectory))
                .mapToDouble(t -> entropies[t])
                .toArray();
    }

    private double[][] overPlaces(double[][] rewards) {
        return atEachPlace(rewards, (alive, there) -> Statistics.standardised(epsilon, there));
    }

    private double[][] overGroup(double[][] rewards) {
        double[] all = Statistics.standardised(
                epsilon, Arrays.stream(rewards).flatMapToDouble(Arrays::stream).toArray());
        double[][] advantages = new double[rewards.length][];
        int next = 0;
        for (int i = 0; i < rewards.length; i++) {
            advantages[i] = Arrays.copyOfRange(all, next, next + rewards[i].length);
            next += rewards[i].length;
        }
        return advantages;
    }

    /** Numbers of the responses that reach a place, from those that they have there. */
    private interface AtPlace {
        double[] of(int[] alive, double[] there);
    }

    private static double[][] atEachPlace(double[][] rows, AtPlace function) {
        double[][] result = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
        int longest = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
        for (int place = 0; place < longest; place++) {
            int t = place;
            int[] alive = IntStream.range(0, rows.length)
                    .filter(i -> rows[i].length > t)
                    .toArray();
            double[] there = Arrays.stream(alive).mapToDouble(i -> rows[i][t]).toArray();
            double[] numbers = function.of(alive, there);
            for (int j = 0; j < alive.length; j++) {
                result[alive[j]][t] = numbers[j];
            }
        }
        return result;
    }

    private static double[] picked(double[] numbers, int... which) {
        return Arrays.stream(which).mapToDouble(i -> numbers[i]).toArray();
    }
}
