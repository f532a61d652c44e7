package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of temperatures by stage.
 *
 * @param temperatures of the stages, each above 0 and at most 100
 * @param from first step of each stage but the first; empty for stages of equal length
 */
public record TemperatureStagesConfig(List<Double> temperatures, List<Integer> from) {

    /**
     * Those of Qwen3-4B.
     *
     * @see <a href="https://github.com/ChenxinAn-fdu/POLARIS">POLARIS</a>
     */
    public static final TemperatureStagesConfig DEFAULTS =
            new TemperatureStagesConfig(List.of(1.4, 1.45, 1.5), List.of());

    /** Those of DeepSeek-R1-Distill-Qwen-7B. */
    public static final TemperatureStagesConfig POLARIS_7B = new TemperatureStagesConfig(List.of(0.7, 1.0), List.of());

    public TemperatureStagesConfig {
        temperatures = List.copyOf(temperatures);
        from = List.copyOf(from);
        check(!temperatures.isEmpty(), "temperature-stages.temperatures must name at least one temperature");
        for (double temperature : temperatures) {
            check(
                    temperature > 0 && temperature <= 100,
                    "temperature-stages.temperatures must be above 0 and at most 100, got %s",
                    temperatures);
        }
        Stages.validate("temperature-stages", from, temperatures.size());
    }
}
