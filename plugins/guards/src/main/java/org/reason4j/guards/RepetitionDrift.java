package org.reason4j.guards;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Metrics;

/**
 * Raises an alarm while responses repeat themselves more than they did at first. The repetition of a response is {@code 1 - unique /
 * all} of its n-grams of tokens (arXiv 2502.03373, section 4.3), 0 where it has none; that of a step is the mean over responses.
 */
public final class RepetitionDrift implements RunGuard, Stateful {

    private final Config config;
    private final Metrics metrics;
    private final Drift drift;

    /** A guard that has seen nothing. */
    public RepetitionDrift(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        drift = new Drift(config.first(), config.window());
    }

    /**
     * Settings.
     *
     * @param n tokens of an n-gram; at least 1
     * @param first steps whose mean repetition is the beginning; at least 1
     * @param window newest steps whose mean repetition is compared with it; at least 1
     * @param rise largest rise of the repetition without an alarm, in [0, 1]
     */
    public record Config(int n, int first, int window, double rise) {

        /** A fifth more of 4-grams that were there before. */
        public static final Config DEFAULTS = new Config(4, 5, 3, 0.2);

        public Config {
            check(n >= 1, "repetition-drift.n must be at least 1, got %s", n);
            check(first >= 1, "repetition-drift.first must be at least 1, got %s", first);
            check(window >= 1, "repetition-drift.window must be at least 1, got %s", window);
            check(rise >= 0 && rise <= 1, "repetition-drift.rise must be in [0, 1], got %s", rise);
        }
    }

    @Override
    public Optional<Alarm> inspect(GuardedStep step) {
        OptionalDouble repetition = step.groups().stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .mapToDouble(response -> repetition(response.response(), config.n()))
                .average();
        if (repetition.isPresent()) {
            metrics.mean("repetition_drift/repetition", repetition.getAsDouble());
            drift.add(repetition.getAsDouble());
        }
        OptionalDouble then = drift.beginning();
        OptionalDouble now = drift.newest();
        if (then.isEmpty() || now.isEmpty() || now.getAsDouble() - then.getAsDouble() <= config.rise()) {
            return Optional.empty();
        }
        return Optional.of(Alarm.of(String.format(
                Locale.ROOT,
                "%.1f %% of %d-grams are repetitions in the last %d steps, %.1f %% were in the first %d; expected a rise of %.1f points"
                        + " at most. Look at the longest responses.",
                100 * now.getAsDouble(),
                config.n(),
                config.window(),
                100 * then.getAsDouble(),
                config.first(),
                100 * config.rise())));
    }

    /** Share of the n-grams that were there before; 0 where there are none. */
    static double repetition(int[] tokens, int n) {
        int all = tokens.length - n + 1;
        if (all <= 0) {
            return 0;
        }
        Set<NGram> unique = new HashSet<>();
        for (int i = 0; i < all; i++) {
            unique.add(new NGram(Arrays.copyOfRange(tokens, i, i + n)));
        }
        return 1 - (double) unique.size() / all;
    }

    /** Tokens in a row, equal by what they are. */
    private static final class NGram {
        private final int[] tokens;

        NGram(int[] tokens) {
            this.tokens = tokens;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NGram gram && Arrays.equals(gram.tokens, tokens);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(tokens);
        }
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
