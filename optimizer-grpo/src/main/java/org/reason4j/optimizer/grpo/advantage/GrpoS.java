package org.reason4j.optimizer.grpo.advantage;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * A reward for each response by {@link EntropyReward} from the mean entropy of its learned tokens, standardised in the group:
 * {@code A_i = (r_i - mean(r)) / (std(r) + epsilon)} with the sample deviation.
 *
 * @param entropyShare part of the reward that is shared out by entropy, in [0, 1]
 * @param above reward that a right response exceeds
 * @param failures rewards of wrong responses
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2508.04349">GTPO and GRPO-S: token and sequence-level reward shaping with policy
 *     entropy</a>
 */
public record GrpoS(double entropyShare, double above, Gtpo.Failures failures, double epsilon) implements Advantage {

    /** A tenth by entropy. */
    public static final GrpoS DEFAULTS = new GrpoS(0.1, 0, Gtpo.Failures.INVERSE, 1e-6);

    public GrpoS {
        EntropyReward.validate("grpo-s", entropyShare, above, epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.ENTROPY).groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> Credit.perTrajectory(group, Statistics.standardised(epsilon, shaped(group))).stream())
                .toList();
    }

    /** The reward of each response, {@code [G]}. */
    double[] shaped(ScoredGroup group) {
        double[] entropies = group.trajectories().stream()
                .mapToDouble(one -> meanEntropy(one.trajectory()))
                .toArray();
        return EntropyReward.of(group.rewards(), entropies, failures, entropyShare, above);
    }

    private static double meanEntropy(Trajectory trajectory) {
        float[] entropies = trajectory.stream(TokenStream.ENTROPY);
        return Arrays.stream(LearnedPlaces.of(trajectory))
                .mapToDouble(t -> entropies[t])
                .average()
                .orElse(0);
    }
}
