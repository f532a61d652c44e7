package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of budgets by prompt.
 *
 * @param field of an example that gives the longest response to it, in tokens
 * @param extra tokens beyond that number, such as those of an answer after thinking, at least 0
 */
public record PromptBudgetConfig(String field, int extra) {

    /** The field {@code budget}, as the curriculum {@code length-budget} fills it. */
    public static final PromptBudgetConfig DEFAULTS = new PromptBudgetConfig("budget", 0);

    public PromptBudgetConfig {
        check(!field.isBlank(), "prompt-budget.field must name a field, got '%s'", field);
        check(extra >= 0, "prompt-budget.extra must be at least 0, got %s", extra);
    }
}
