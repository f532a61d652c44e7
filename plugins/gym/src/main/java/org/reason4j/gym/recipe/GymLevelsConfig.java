package org.reason4j.gym.recipe;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the automatic levels.
 *
 * @param metric key of the reward that measures success; empty for the composed reward
 * @param threshold least value of a right response
 * @param raise least pass rate of a window that speaks for the next level, in (lower, 1]
 * @param lower largest pass rate of a window that speaks for the level before, in [0, raise)
 * @param window problems of a family whose responses are counted together, at least 1
 * @param patience windows in a row that must speak for a change, at least 1
 * @param rehearsal share of problems of a random lower level, in [0, 1)
 */
public record GymLevelsConfig(
        String metric, double threshold, double raise, double lower, int window, int patience, double rehearsal) {

    /** Up at four right responses in five, down at one in five. */
    public static final GymLevelsConfig DEFAULTS = new GymLevelsConfig("", 1, 0.8, 0.2, 16, 2, 0.1);

    public GymLevelsConfig {
        check(Double.isFinite(threshold), "gym-levels.threshold must be a number, got %s", threshold);
        check(
                lower >= 0 && lower < raise && raise <= 1,
                "gym-levels.lower and raise must be in 0 <= lower < raise <= 1, got %s and %s",
                lower,
                raise);
        check(window >= 1, "gym-levels.window must be at least 1, got %s", window);
        check(patience >= 1, "gym-levels.patience must be at least 1, got %s", patience);
        check(rehearsal >= 0 && rehearsal < 1, "gym-levels.rehearsal must be in [0, 1), got %s", rehearsal);
    }
}
