package org.reason4j.reward.unsupervised.text;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of the prefix match.
 *
 * @param open mark before the prediction; the last one counts
 * @param close mark behind it; a brace closes where those in between are balanced
 */
public record PrefixMatchConfig(String open, String close) {

    /** The published place: the last box. */
    public static final PrefixMatchConfig DEFAULTS = new PrefixMatchConfig("\\boxed{", "}");

    /** Between the tags of an answer. */
    static final PrefixMatchConfig TAGS = new PrefixMatchConfig("<answer>", "</answer>");

    /** Presets by their names. */
    public static final Map<String, PrefixMatchConfig> PRESETS = Map.of("answer-tag", TAGS);

    public PrefixMatchConfig {
        check(
                !open.isEmpty() && !close.isEmpty(),
                "rpt.open and rpt.close must not be empty, got '%s' and '%s'",
                open,
                close);
    }
}
