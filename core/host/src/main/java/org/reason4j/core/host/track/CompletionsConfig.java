package org.reason4j.core.host.track;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the completions file.
 *
 * @param groups how many groups of each step are written, the first ones; 0 for all
 */
public record CompletionsConfig(int groups) {
    public static final CompletionsConfig DEFAULTS = new CompletionsConfig(2);

    public CompletionsConfig {
        check(groups >= 0, "completions.groups must be 0 (all) or positive, got %s", groups);
    }
}
