package org.reason4j.guards;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.plugin.Stateful;

/**
 * Raises an alarm while one reward of several makes up more than its cap: {@code mean_i |share_ik| / sum_j mean_i |share_ij|}, over the
 * responses {@code i} of a step. A reward that drowns the others is the only one that is learned.
 */
public final class ShareCap implements RunGuard, Stateful {

    private final Config config;
    private int above;

    /** A guard that has seen nothing. */
    public ShareCap(Config config) {
        this.config = config;
    }

    /**
     * Settings.
     *
     * @param reward key of the reward that is capped; empty for each of them
     * @param most largest part of all shares without an alarm, in (0, 1)
     * @param patience steps, one after the other, until the alarm is raised; at least 1
     */
    public record Config(String reward, double most, int patience) {

        /** Nine tenths by one reward, in five steps. */
        public static final Config DEFAULTS = new Config("", 0.9, 5);

        public Config {
            check(most > 0 && most < 1, "share-cap.most must be in (0, 1), got %s", most);
            check(patience >= 1, "share-cap.patience must be at least 1, got %s", patience);
        }
    }

    @Override
    public Optional<Alarm> inspect(GuardedStep step) {
        Map<String, Double> sums = new TreeMap<>();
        step.groups().stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(scored ->
                        scored.shares().forEach((key, share) -> sums.merge(key, Math.abs(share), Double::sum)));
        double all = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        Optional<Map.Entry<String, Double>> largest = sums.entrySet().stream()
                .filter(sum -> config.reward().isEmpty() || sum.getKey().equals(config.reward()))
                .max(Map.Entry.comparingByValue());
        boolean over = sums.size() > 1
                && Double.isFinite(all)
                && largest.isPresent()
                && largest.get().getValue() > config.most() * all;
        above = over ? above + 1 : 0;
        return over && above >= config.patience()
                ? Optional.of(alarm(largest.get().getKey(), largest.get().getValue() / all))
                : Optional.empty();
    }

    private Alarm alarm(String key, double part) {
        return Alarm.of(String.format(
                Locale.ROOT,
                "The reward '%s' makes up %.1f %% of all rewards, expected %.1f %% at most. Lower its weight, or bound it with clip.",
                key,
                100 * part,
                100 * config.most()));
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("above", above);
    }

    @Override
    public void restore(Map<String, Object> state) {
        above = Numbers.whole(state, "above");
    }
}
