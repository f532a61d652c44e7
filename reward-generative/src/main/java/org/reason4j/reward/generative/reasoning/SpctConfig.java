package org.reason4j.reward.generative.reasoning;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward for a judge that scores several responses.
 *
 * @param field field of the example with the label: the index of the best response, from 0, or the only response's score
 * @param countField field of the example with the number of responses that are judged
 */
public record SpctConfig(String field, String countField) {

    /** The label in {@code answer}, the number of responses in {@code responses}. */
    public static final SpctConfig DEFAULTS = new SpctConfig("answer", "responses");

    public SpctConfig {
        check(!field.isBlank(), "spct.field is empty, expected a field of the example");
        check(!countField.isBlank(), "spct.countField is empty, expected a field of the example");
    }
}
