package org.reason4j.reward.rulebased;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the GSM8K reward.
 *
 * @param method the place that the number is read from
 * @param compare what makes two numbers the same
 * @param window characters at the end of a response that are searched; 0 for all of it
 */
public record Gsm8kConfig(Method method, Compare compare, int window) {

    /** The place that the number is read from. */
    public enum Method {
        /** After the last {@code ####} only. */
        STRICT,
        /** The last number. */
        FLEXIBLE
    }

    /** What makes two numbers the same. */
    public enum Compare {
        /** Their value: {@code 72.0} is {@code 72}. */
        VALUE,
        /** Their spelling: {@code 72.0} is not {@code 72}. */
        SPELLING
    }

    /** After the last hashes, wherever they are. */
    public static final Gsm8kConfig DEFAULTS = new Gsm8kConfig(Method.STRICT, Compare.VALUE, 0);

    /** As verl does: spellings in the last 300 characters. */
    public static final Gsm8kConfig VERL = new Gsm8kConfig(Method.STRICT, Compare.SPELLING, 300);

    public Gsm8kConfig {
        check(window >= 0, "gsm8k.window is %s, expected the characters to search, or 0 for all", window);
    }
}
