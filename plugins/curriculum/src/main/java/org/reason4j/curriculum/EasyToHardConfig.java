package org.reason4j.curriculum;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.HashSet;
import java.util.List;

/**
 * Settings of curricula from easy to hard.
 *
 * @param field of an example that says how hard it is: a number, or a text of {@code order}
 * @param order texts of the field from easy to hard; empty where it holds numbers
 * @param levels number of levels of equal size that examples are sorted into; 0 for a level of each value of the field
 * @param batches batches from the first chances to the last; 0 for the run's number of steps
 * @param schedule the chance of each level at a time
 */
public record EasyToHardConfig(String field, List<String> order, int levels, int batches, LevelSchedule schedule) {

    /** Along a cosine. */
    public static final EasyToHardConfig COSINE = of(new LevelSchedule.Cosine());

    /** A bell that moves on. */
    public static final EasyToHardConfig GAUSSIAN = of(LevelSchedule.Gaussian.DEFAULTS);

    /** All levels alike. */
    public static final EasyToHardConfig BALANCED = of(new LevelSchedule.Balanced());

    /** One level after the other. */
    public static final EasyToHardConfig CLASSIC = of(new LevelSchedule.Classic());

    public EasyToHardConfig {
        check(!field.isBlank(), "field must name a field of the examples, got '%s'", field);
        order = List.copyOf(order);
        check(new HashSet<>(order).size() == order.size(), "order must name each text once, got %s", order);
        check(levels >= 0, "levels must be at least 0, got %s", levels);
        check(batches >= 0, "batches must be at least 0, got %s", batches);
    }

    private static EasyToHardConfig of(LevelSchedule schedule) {
        return new EasyToHardConfig("level", List.of(), 0, 0, schedule);
    }
}
