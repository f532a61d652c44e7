package org.reason4j.reward.dense.label;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the tracker {@code step-labels}.
 *
 * @param tag text after each step, where a model that learns from the file judges it
 * @param positive text of the verdict on a step whose label is at least a half
 * @param negative text of the verdict on another step
 * @param between text after each verdict
 */
public record StepLabelsConfig(String tag, String positive, String negative, String between) {

    /** The tag and the verdicts of Math-Shepherd. */
    public static final StepLabelsConfig DEFAULTS = new StepLabelsConfig(" \u043a\u0438", "+", "-", "\n");

    public StepLabelsConfig {
        check(!tag.isEmpty(), "step-labels.tag must not be empty: it says where a step is judged");
        check(
                !positive.equals(negative),
                "step-labels.positive and step-labels.negative must differ, got '%s' twice",
                positive);
    }
}
