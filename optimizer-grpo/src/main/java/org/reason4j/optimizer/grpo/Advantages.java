package org.reason4j.optimizer.grpo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.optimizer.Whitening;
import org.reason4j.optimizer.grpo.AdvantageConfig.Returns;

/**
 * The advantage of every token of a step, composed of small estimates.
 *
 * <ol>
 *   <li>Each response is compared with its baseline: {@code A_i}, from {@link GroupRelativeAdvantage} where the baseline is
 *       the group's, {@code R_i - R_greedy} for the greedy response (ReMax, arXiv 2310.10505, algorithm 1), or {@code R_i}.
 *   <li>Each of its tokens gets {@code A_i}, or with returns per token {@code A_it = A_i + G_it - R_i}, which is
 *       {@code G_it - baseline_i}, with {@code G_it} from {@link ReturnsToGo}.
 *   <li>All learned tokens of the step may then be whitened by {@link Whitening} (REINFORCE++).
 * </ol>
 */
final class Advantages {

    private Advantages() {}

    /** Returns one credit per trajectory, group by group. */
    static List<Credit> of(List<ScoredGroup> groups, AdvantageConfig config) {
        List<Credit> credits =
                groups.stream().flatMap(group -> of(group, config).stream()).toList();
        return config.whiten() ? Whitening.ofCredits(credits) : credits;
    }

    private static List<Credit> of(ScoredGroup group, AdvantageConfig config) {
        double[] advantages = ofResponses(group, config);
        if (config.returns() == Returns.RESPONSE) {
            return Credit.perTrajectory(group, advantages);
        }
        return IntStream.range(0, group.size())
                .mapToObj(i -> perToken(group.trajectories().get(i), advantages[i], config.gamma()))
                .toList();
    }

    /** {@code A_i}, {@code [G]}. */
    private static double[] ofResponses(ScoredGroup group, AdvantageConfig config) {
        double[] rewards = group.rewards();
        return switch (config.baseline()) {
            case NONE -> rewards;
            case GREEDY -> {
                double greedy = greedyReward(group);
                yield Arrays.stream(rewards).map(reward -> reward - greedy).toArray();
            }
            case GROUP_MEAN, LEAVE_ONE_OUT -> GroupRelativeAdvantage.of(rewards, config);
        };
    }

    private static double greedyReward(ScoredGroup group) {
        return group.greedy()
                .orElseThrow(() -> new IllegalStateException("Prompt '"
                        + group.prompt().id() + "' has no greedy response, although requirements() asks for one"))
                .reward();
    }

    private static Credit perToken(ScoredTrajectory scored, double advantage, double gamma) {
        double[] returns = ReturnsToGo.of(scored, gamma);
        float[] advantages = new float[returns.length];
        for (int t = 0; t < returns.length; t++) {
            advantages[t] = (float) (advantage + (returns[t] - scored.reward()));
        }
        return Credit.of(scored.trajectory(), advantages);
    }
}
