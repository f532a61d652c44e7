package org.reason4j.optimizer.ppo;

import java.util.Map;
import java.util.Objects;

/**
 * The end of value pretraining: after {@code soloSteps} steps, or sooner once the share of variance that the critic explains has not
 * risen for {@code soloPatience} steps.
 *
 * @see <a href="https://arxiv.org/abs/2503.01491">VC-PPO: value pretraining, until value loss and explained variance are good enough</a>
 */
final class Pretraining {

    private final CriticConfig config;
    private double best = Double.NEGATIVE_INFINITY;
    private int since; // steps since the best one
    private boolean over;

    Pretraining(CriticConfig config) {
        this.config = config;
    }

    /** Takes note of the explained variance of a step. */
    void observe(double explainedVariance) {
        since = explainedVariance > best ? 0 : since + 1;
        best = Math.max(best, explainedVariance);
    }

    /** True if the critic learns alone in a step, from 1 on. Once it has stalled, it never does again. */
    boolean isOn(int step) {
        over |= config.soloPatience() > 0 && since >= config.soloPatience();
        return step <= config.soloSteps() && !over;
    }

    Map<String, Object> state() {
        return Map.of("best", String.valueOf(best), "since", since, "over", over);
    }

    void restore(Map<String, Object> state) {
        best = Double.parseDouble(String.valueOf(state.get("best")));
        since = ((Number) Objects.requireNonNull(state.get("since"))).intValue();
        over = Boolean.TRUE.equals(state.get("over"));
    }
}
