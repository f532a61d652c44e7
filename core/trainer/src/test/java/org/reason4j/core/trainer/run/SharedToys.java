package org.reason4j.core.trainer.run;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;

/** Two components that meet in a shared class: one counts steps, the other scales rewards by the count. */
final class SharedToys implements Plugin {

    /** Key of the shared state in a checkpoint. */
    static final String TALLY = "shared/shared-toys/" + Tally.class.getName();

    record None() {}

    @Override
    public void register(Registry registry) {
        registry.shared(Tally.class);
        registry.regularizer("step-counter", new None(), StepCounter.class);
        registry.shaper("count-scaled", new None(), CountScaled.class);
    }

    static final class Tally implements Stateful {
        private int steps;

        @Override
        public Map<String, Object> state() {
            return Map.of("steps", steps);
        }

        @Override
        public void restore(Map<String, Object> state) {
            steps = ((Number) state.getOrDefault("steps", 0)).intValue();
        }
    }

    record StepCounter(Tally tally) implements Regularizer {
        @Override
        public void stepCompleted(Map<String, Double> metrics) {
            tally.steps++;
        }
    }

    /** Multiplies rewards by one more than the number of completed steps. */
    record CountScaled(Tally tally) implements RewardShaper {
        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            return groups.stream()
                    .map(group -> group.map(one -> one.withOutcome(one.outcome() * (1 + tally.steps))))
                    .toList();
        }
    }
}
