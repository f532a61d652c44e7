package org.reason4j.optimizer.grpo.advantage;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * The baseline of least variance, where the squared norm of a response's gradient grows with its length: {@code A_i = r_i -
 * sum_j L_j r_j / sum_j L_j} with {@code L} the number of learned tokens.
 *
 * <p>A response without siblings has advantage 0. (verl passes its reward through.)
 *
 * @see <a href="https://arxiv.org/abs/2505.23585">On-policy RL with optimal reward baseline (OPO), equation 8</a>
 */
public record Opo() implements Advantage {

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> Credit.perTrajectory(group, advantages(group)).stream())
                .toList();
    }

    private static double[] advantages(ScoredGroup group) {
        double[] centred = Statistics.centred(group.rewards());
        double[] lengths = group.trajectories().stream()
                .mapToDouble(one -> LearnedPlaces.count(one.trajectory()))
                .toArray();
        double weighted = IntStream.range(0, centred.length)
                .mapToDouble(i -> lengths[i] * centred[i])
                .sum();
        double tokens =
                IntStream.range(0, centred.length).mapToDouble(i -> lengths[i]).sum();
        double baseline = tokens == 0 ? 0 : weighted / tokens; // from the group's mean on
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= baseline;
        }
        return centred;
    }
}
