package org.reason4j.reward.rulebased;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the multiple-choice reward.
 *
 * @param letters the choices, in capitals
 */
public record MultipleChoiceConfig(String letters) {

    /** Four choices. */
    public static final MultipleChoiceConfig DEFAULTS = new MultipleChoiceConfig("ABCD");

    public MultipleChoiceConfig {
        check(letters.matches("[A-Z]+"), "multiple-choice.letters must be capitals such as ABCD, got '%s'", letters);
    }
}
