package org.reason4j.regularizer.entropy;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * A sampling temperature that keeps the policy's entropy at a target, instead of a bonus for entropy in the loss: after each
 * step {@code T = T (1 + T ln(H* / H) / (ln V + ln ln V))}, with {@code H} the step's {@code policy/entropy}, {@code H*} the
 * target and {@code V} the size of the vocabulary.
 *
 * <p>Over the last steps the target falls on half a cosine, from all of it to {@code finalShare} of it. The temperature stays
 * where a step has no entropy, or one of 0. It scales that of each request; greedy requests stay greedy.
 *
 * <p>Metric: {@code regularizer/temperature}, of the batches that a step begins, mean.
 *
 * @see <a href="https://arxiv.org/abs/2505.18573">Enhancing efficiency and exploration in reinforcement learning for LLMs
 *     (E3), temperature scheduler</a>
 */
public final class EntropyTemperature implements SamplingSchedule, Stateful {

    private static final String ENTROPY = "policy/entropy";
    private static final String TEMPERATURE = "temperature";
    private static final String TARGET = "target";

    private final EntropyTemperatureConfig config;
    private final double start;
    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final Metrics metrics;
    private double temperature;
    private double target;

    public EntropyTemperature(
            EntropyTemperatureConfig config,
            RolloutSettings rollout,
            Tokenizer tokenizer,
            RunInfo run,
            Metrics metrics) {
        this.config = config;
        this.run = run;
        this.metrics = metrics;
        start = rollout.params().temperature();
        this.tokenizer = tokenizer;
        temperature = start;
        target = config.target();
        check(
                config.minimum() <= start && start <= config.maximum(),
                "rollout.temperature is %s, but entropy-temperature moves it between %s and %s; start between them, or"
                        + " widen entropy-temperature.minimum and entropy-temperature.maximum",
                start,
                config.minimum(),
                config.maximum());
    }

    @Override
    public Function<RolloutRequest, SamplingParams> forStep(int step) {
        metrics.mean("regularizer/temperature", temperature);
        double factor = temperature / start;
        return request ->
                request.params().withTemperature(Math.min(100, request.params().temperature() * factor));
    }

    @Override
    public void stepCompleted(int step, Map<String, Double> measured) {
        double entropy = measured.getOrDefault(ENTROPY, 0.0);
        if (entropy > 0 && Double.isFinite(entropy)) {
            if (target == 0) {
                target = entropy;
            }
            double next = next(temperature, entropy, annealed(step, run.steps()), tokenizer.vocabularySize());
            temperature = Math.max(config.minimum(), Math.min(config.maximum(), next));
        }
    }

    /** The temperature after one at which the entropy was {@code entropy}; all in nats. */
    static double next(double temperature, double entropy, double target, int vocabulary) {
        double scale = Math.log(vocabulary) + Math.log(Math.log(vocabulary));
        return temperature * (1 + temperature * Math.log(target / entropy) / scale);
    }

    /** The target after a step of so many. */
    private double annealed(int step, int steps) {
        double first = (1 - config.annealing()) * steps;
        if (step <= first) {
            return target;
        }
        double progress = (step - first) / (steps - first);
        double left = (1 + Math.cos(Math.PI * progress)) / 2;
        return target * (config.finalShare() + (1 - config.finalShare()) * left);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(TEMPERATURE, temperature, TARGET, target);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(TEMPERATURE) instanceof Number saved) || !(state.get(TARGET) instanceof Number aim)) {
            throw new IllegalArgumentException("The saved state of schedule 'entropy-temperature' has no number '"
                    + TEMPERATURE + "' or '" + TARGET + "': " + state);
        }
        temperature = saved.doubleValue();
        target = aim.doubleValue();
    }
}
