package org.reason4j.core.trainer.run;

import java.util.Map;
import java.util.Optional;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.plugin.Stateful;

/** A guard for tests. */
final class GuardToys implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.guard("after", new After.Config(1), After.class);
    }

    /** Raises its alarm from the step on that it has seen so many before; it counts them itself. */
    static final class After implements RunGuard, Stateful {

        record Config(int steps) {}

        private final Config config;
        private int seen;

        After(Config config) {
            this.config = config;
        }

        @Override
        public Optional<Alarm> inspect(GuardedStep step) {
            return seen++ < config.steps() ? Optional.empty() : Optional.of(Alarm.of("Seen " + seen + " steps."));
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("seen", seen);
        }

        @Override
        public void restore(Map<String, Object> state) {
            seen = ((Number) state.get("seen")).intValue();
        }
    }
}
