package org.reason4j.reward.generative.rubric;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * A property of good responses.
 *
 * @param text the property, as a question for yes or no; may name fields of the example, like the template
 * @param category its importance; a pitfall is worded so that yes means that it was avoided
 * @param weight replaces the category's weight, positive
 * @param veto true if a response that misses it gets 0, whatever its other criteria
 */
public record Criterion(String text, Category category, Optional<Double> weight, boolean veto) {

    /** Importance of a criterion (RaR, section 3.2). */
    public enum Category {
        /** Without it the response is bad. */
        ESSENTIAL,
        /** A good response has it. */
        IMPORTANT,
        /** It makes a good response better. */
        OPTIONAL,
        /** A mistake that a good response avoids. */
        PITFALL
    }

    public Criterion {
        check(!text.isBlank(), "found a criterion without text, expected a property of good responses");
        weight.ifPresent(value -> check(value > 0 && Double.isFinite(value), "weight must be positive, got %s", value));
    }

    /** An essential criterion without a weight of its own. */
    public static Criterion of(String text) {
        return new Criterion(text, Category.ESSENTIAL, Optional.empty(), false);
    }

    Criterion withText(String other) {
        return new Criterion(other, category, weight, veto);
    }
}
