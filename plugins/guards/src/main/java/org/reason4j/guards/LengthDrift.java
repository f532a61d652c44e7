package org.reason4j.guards;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.plugin.Stateful;

/**
 * Raises an alarm while responses are much longer, or much shorter, than they were at first: a reward may pay for words, or for
 * giving up. {@code mean_newest L / mean_first L} leaves {@code [least, most]}.
 */
public final class LengthDrift implements RunGuard, Stateful {

    private static final String LENGTH = "completions/mean_length";

    private final Config config;
    private final Drift drift;

    /** A guard that has seen nothing. */
    public LengthDrift(Config config) {
        this.config = config;
        drift = new Drift(config.first(), config.window());
    }

    /**
     * Settings.
     *
     * @param first steps whose mean length is the beginning; at least 1
     * @param window newest steps whose mean length is compared with it; at least 1
     * @param least ratio below which responses are too short, in [0, 1]
     * @param most ratio above which they are too long, at least 1
     */
    public record Config(int first, int window, double least, double most) {

        /** Half or twice the length of the first five steps. */
        public static final Config DEFAULTS = new Config(5, 3, 0.5, 2);

        public Config {
            check(first >= 1, "length-drift.first must be at least 1, got %s", first);
            check(window >= 1, "length-drift.window must be at least 1, got %s", window);
            check(least >= 0 && least <= 1, "length-drift.least must be in [0, 1], got %s", least);
            check(most >= 1 && Double.isFinite(most), "length-drift.most must be at least 1, got %s", most);
        }
    }

    @Override
    public Optional<Alarm> inspect(GuardedStep step) {
        Numbers.finite(step.metric(LENGTH)).ifPresent(drift::add);
        OptionalDouble then = drift.beginning();
        OptionalDouble now = drift.newest();
        if (then.isEmpty() || now.isEmpty() || then.getAsDouble() == 0) {
            return Optional.empty();
        }
        double ratio = now.getAsDouble() / then.getAsDouble();
        if (ratio >= config.least() && ratio <= config.most()) {
            return Optional.empty();
        }
        return Optional.of(Alarm.of(String.format(
                Locale.ROOT,
                "Responses have %.4g tokens in the last %d steps, %.3g times the %.4g of the first %d; expected %.3g to %.3g times."
                        + " Look at what the longest and shortest are paid for.",
                now.getAsDouble(),
                config.window(),
                ratio,
                then.getAsDouble(),
                config.first(),
                config.least(),
                config.most())));
    }

    @Override
    public Map<String, Object> state() {
        return drift.state();
    }

    @Override
    public void restore(Map<String, Object> state) {
        drift.restore(state);
    }
}
