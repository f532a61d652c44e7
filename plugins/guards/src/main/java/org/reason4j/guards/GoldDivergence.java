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
import org.reason4j.api.track.Metrics;

/**
 * Raises an alarm where the reward that is trained on (the proxy) and one that is held back (the gold) part: the gold falls from its
 * best while the proxy is above what it was there. A constant difference between the two is none. arXiv 2210.10760, section 3;
 * arXiv 2605.12474.
 *
 * <p>{@code gold_t <= max_s gold_s - fall} and {@code proxy_t > proxy_s + rise}, at {@code patience} measurements of the gold one after
 * the other. The proxy at a measurement is its mean over the steps since the one before, as single steps are noisy.
 */
public final class GoldDivergence implements RunGuard, Stateful {

    private final Config config;
    private final Metrics metrics;
    private double best = Double.NEGATIVE_INFINITY;
    private double proxyAtBest;
    private int bestStep;
    private double sum;
    private int steps;
    private int apart;
    private Optional<Alarm> alarm = Optional.empty();

    /** A guard that has seen nothing. */
    public GoldDivergence(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Settings.
     *
     * @param proxy metric of the reward that is trained on
     * @param gold metric of what is held back: {@code eval/accuracy}, or {@code reward/KEY/mean} of a reward with weight 0
     * @param fall least fall of the gold below its best that counts, not negative
     * @param rise least rise of the proxy since then that counts, not negative
     * @param patience measurements of the gold, one after the other, until the alarm is raised; at least 1
     */
    public record Config(String proxy, String gold, double fall, double rise, int patience) {

        /** The composed reward against held-out accuracy. */
        public static final Config DEFAULTS = new Config("reward/mean", "eval/accuracy", 0.02, 0, 2);

        public Config {
            check(!proxy.isBlank(), "gold-divergence.proxy must name a metric");
            check(!gold.isBlank(), "gold-divergence.gold must name a metric");
            check(fall >= 0 && Double.isFinite(fall), "gold-divergence.fall must not be negative, got %s", fall);
            check(rise >= 0 && Double.isFinite(rise), "gold-divergence.rise must not be negative, got %s", rise);
            check(patience >= 1, "gold-divergence.patience must be at least 1, got %s", patience);
        }
    }

    @Override
    public Optional<Alarm> inspect(GuardedStep step) {
        OptionalDouble proxyNow = Numbers.finite(step.metric(config.proxy()));
        if (proxyNow.isPresent()) {
            sum += proxyNow.getAsDouble();
            steps++;
        }
        OptionalDouble goldNow = Numbers.finite(step.metric(config.gold()));
        if (goldNow.isPresent() && steps > 0) {
            measured(step.number(), sum / steps, goldNow.getAsDouble());
            sum = 0;
            steps = 0;
        }
        return alarm;
    }

    private void measured(int step, double proxy, double gold) {
        metrics.mean("gold_divergence/gap", proxy - gold);
        if (gold > best) {
            best = gold;
            bestStep = step;
            proxyAtBest = proxy;
        }
        double fallen = best - gold;
        double risen = proxy - proxyAtBest;
        metrics.mean("gold_divergence/gold_change", -fallen);
        metrics.mean("gold_divergence/proxy_change", risen);
        apart = fallen > 0 && fallen >= config.fall() && risen > config.rise() ? apart + 1 : 0;
        alarm = apart >= config.patience() ? Optional.of(alarm(proxy, gold)) : Optional.empty();
    }

    private Alarm alarm(double proxy, double gold) {
        return Alarm.of(String.format(
                Locale.ROOT,
                "%s fell from %.4g at step %d to %.4g while %s rose from %.4g to %.4g: the reward is paid for something else. Look at"
                        + " the newest responses; the best policy was that of step %d.",
                config.gold(),
                best,
                bestStep,
                gold,
                config.proxy(),
                proxyAtBest,
                proxy,
                bestStep));
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(
                "best", bestStep > 0 ? best : 0,
                "bestStep", bestStep,
                "proxyAtBest", proxyAtBest,
                "sum", sum,
                "steps", steps,
                "apart", apart,
                "alarm", alarm.map(Alarm::reason).orElse(""));
    }

    @Override
    public void restore(Map<String, Object> state) {
        bestStep = Numbers.whole(state, "bestStep");
        best = bestStep > 0 ? Numbers.number(state, "best") : Double.NEGATIVE_INFINITY;
        proxyAtBest = Numbers.number(state, "proxyAtBest");
        sum = Numbers.number(state, "sum");
        steps = Numbers.whole(state, "steps");
        apart = Numbers.whole(state, "apart");
        String reason = String.valueOf(state.get("alarm"));
        alarm = reason.isEmpty() ? Optional.empty() : Optional.of(Alarm.of(reason));
    }
}
