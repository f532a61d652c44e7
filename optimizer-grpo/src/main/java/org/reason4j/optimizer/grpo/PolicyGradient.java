package org.reason4j.optimizer.grpo;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.optimizer.grpo.advantage.RunningMeans;

/**
 * A policy gradient without a critic, put together from an advantage, a loss and an aggregation. Named optimizers are
 * combinations of these parts; every other combination that has a meaning is a matter of settings, and what can't go
 * together is refused with the reason.
 *
 * <p>Metrics: those of the loss. Means that the advantage keeps between steps are in the checkpoint.
 */
public final class PolicyGradient implements CriticFreeOptimizer, Stateful {

    private final PolicyGradientConfig config;
    private final RunningMeans memory = new RunningMeans();

    public PolicyGradient(PolicyGradientConfig config) {
        this.config = config;
    }

    @Override
    public PolicyGradientConfig parts() {
        return config;
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        CriticFreeOptimizer.requireFiniteRewards(groups);
        return config.advantage().credits(groups, memory);
    }

    @Override
    public Map<String, Object> state() {
        return memory.state();
    }

    @Override
    public void restore(Map<String, Object> state) {
        memory.restore(state);
    }
}
