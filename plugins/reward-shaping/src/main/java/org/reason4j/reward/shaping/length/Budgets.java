package org.reason4j.reward.shaping.length;

import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.plugin.ConfigException;

/**
 * Budgets of tokens that prompts mention. One instance per run tells those who read them whether {@link LengthBudget} draws
 * them; where it does not, they are a field of the dataset.
 */
public final class Budgets {

    private boolean drawn;

    /** Is called by the curriculum, which is built before all shapers. */
    void areDrawn() {
        drawn = true;
    }

    /** Needs of a component that reads the field. */
    Requirements requirements(String field) {
        return drawn ? Requirements.NONE : Requirements.fields(field);
    }

    /**
     * The budget of a prompt, in tokens.
     *
     * @throws ConfigException if it has none
     */
    int of(Prompt prompt, String field) {
        String text = prompt.field(field).orElse("");
        try {
            int budget = Integer.parseInt(text);
            if (budget >= 1) {
                return budget;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(refusal(prompt, field, text), e);
        }
        throw new ConfigException(refusal(prompt, field, text));
    }

    private static String refusal(Prompt prompt, String field, String text) {
        return "The budget of prompt '" + prompt.id() + "' is '" + text
                + "', expected a whole number of tokens, at least"
                + " 1, in the field '" + field
                + "'. Put one into every example, or let the curriculum 'length-budget' draw them into this field.";
    }
}
