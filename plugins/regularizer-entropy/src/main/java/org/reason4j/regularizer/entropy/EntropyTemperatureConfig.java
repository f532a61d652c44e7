package org.reason4j.regularizer.entropy;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the temperature that keeps entropy at a target.
 *
 * @param target entropy per token, in nats; 0 for that of the first step that measures one
 * @param annealing share of the run's steps, the last ones, over which the target falls, in [0, 1]
 * @param finalShare share of the target that is left at the end of the run, in (0, 1]
 * @param minimum least temperature, above 0
 * @param maximum largest temperature, at most 100
 */
public record EntropyTemperatureConfig(
        double target, double annealing, double finalShare, double minimum, double maximum) {

    /**
     * The first step's entropy, of which nine tenths are left after the last two fifths of the run.
     *
     * @see <a href="https://github.com/LiaoMengqi/E3-RL4LLMs">E3-RL4LLMs</a>
     */
    public static final EntropyTemperatureConfig DEFAULTS = new EntropyTemperatureConfig(0, 0.4, 0.9, 0.5, 2);

    public EntropyTemperatureConfig {
        check(target >= 0 && Double.isFinite(target), "entropy-temperature.target must be at least 0, got %s", target);
        check(annealing >= 0 && annealing <= 1, "entropy-temperature.annealing must be in [0, 1], got %s", annealing);
        check(
                finalShare > 0 && finalShare <= 1,
                "entropy-temperature.finalShare must be in (0, 1], got %s",
                finalShare);
        check(
                minimum > 0 && minimum <= maximum && maximum <= 100,
                "entropy-temperature.minimum and entropy-temperature.maximum must be 0 < minimum <= maximum <= 100, got %s"
                        + " and %s",
                minimum,
                maximum);
    }
}
