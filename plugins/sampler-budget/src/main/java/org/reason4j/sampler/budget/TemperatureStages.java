package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.function.Function;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * A sampling temperature for each stage of a run: as the policy gets sure, a higher one keeps its responses as different as before.
 * Requests of the recipe's temperature get that of the stage, those of another are scaled alike; greedy requests stay greedy.
 *
 * <p>Metric: {@code temperature_stages/temperature}, of the batches that a step begins.
 *
 * @see <a href="https://github.com/ChenxinAn-fdu/POLARIS">POLARIS: dynamic temperature</a>
 */
public final class TemperatureStages implements SamplingSchedule {

    private final TemperatureStagesConfig config;
    private final double asked;
    private final RunInfo run;
    private final Metrics metrics;

    public TemperatureStages(TemperatureStagesConfig config, RolloutSettings rollout, RunInfo run, Metrics metrics) {
        this.config = config;
        this.run = run;
        this.metrics = metrics;
        asked = rollout.params().temperature();
        check(asked > 0, "temperature-stages scales rollout.temperature, which is %s; set it above 0", asked);
    }

    @Override
    public Function<RolloutRequest, SamplingParams> forStep(int step) {
        int stage = Stages.at(step, config.from(), config.temperatures().size(), run.steps());
        double temperature = config.temperatures().get(stage);
        metrics.mean("temperature_stages/temperature", temperature);
        return request ->
                request.params().withTemperature(Math.min(100, request.params().temperature() / asked * temperature));
    }
}
