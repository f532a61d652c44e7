package org.reason4j.reward.generative;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * One thing that a good response does.
 *
 * @param text what it is, to be answered with yes or no; may name fields of the example, as the template may
 * @param category how much it matters; a pitfall is worded so that yes means that it was avoided
 * @param weight instead of the category's
 */
public record Criterion(String text, Category category, Optional<Double> weight) {

    /** How much a criterion matters (RaR, section 3.2). */
    public enum Category {
        ESSENTIAL,
        IMPORTANT,
        OPTIONAL,
        PITFALL
    }

    public Criterion {
        check(!text.isBlank(), "found a criterion without text, expected what a good response does");
        weight.ifPresent(value -> check(value > 0 && Double.isFinite(value), "weight must be positive, got %s", value));
    }

    /** Something that every good response does. */
    public static Criterion of(String text) {
        return new Criterion(text, Category.ESSENTIAL, Optional.empty());
    }
}
