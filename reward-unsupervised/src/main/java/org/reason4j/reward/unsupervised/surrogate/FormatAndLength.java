package org.reason4j.reward.unsupervised.surrogate;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutSettings;

/**
 * A surrogate for truth made of form: {@code length(x) + weight * 1[format]}, with {@code x} the response's tokens over
 * {@code rollout.maxTokens}. It pays for responses of the length of a careful one, and for a place of the answer.
 *
 * @see <a href="https://arxiv.org/abs/2505.19439">Surrogate Signals from Format and Length</a>
 * @see <a href="https://github.com/insightLLM/rl-without-gt">the authors' code, whose versions 3 and 1 the curves are</a>
 */
public final class FormatAndLength implements Reward {

    private final FormatAndLengthConfig config;
    private final RolloutSettings rollout;

    public FormatAndLength(FormatAndLengthConfig config, RolloutSettings rollout) {
        this.config = config;
        this.rollout = rollout;
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(reward(one)));
    }

    private double reward(Trajectory one) {
        double x = Math.min(1, (double) one.length() / rollout.params().maxTokens());
        double length = switch (config.curve()) {
            case SMOOTH -> smooth(x, config.peak());
            case LINEAR -> linear(x);
        };
        boolean formatted = config.formats().stream().anyMatch(one.text()::contains);
        return length + (formatted ? config.formatWeight() : 0);
    }

    /** {@code 1 - (1 - x/p)^2} for {@code x <= p}, else {@code 1 - 2 ((x - p) / (1 - p))^2}: 0, 1 and -1 at 0, p and 1. */
    static double smooth(double x, double peak) {
        double away = x <= peak ? 1 - x / peak : (x - peak) / (1 - peak);
        return 1 - (x <= peak ? 1 : 2) * away * away;
    }

    /** {@code x} for {@code x < 1/2}, else {@code 1.5 - 2x}. */
    static double linear(double x) {
        return x < 0.5 ? x : 1.5 - 2 * x;
    }
}
