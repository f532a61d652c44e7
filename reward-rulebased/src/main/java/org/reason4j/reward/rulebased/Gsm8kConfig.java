package org.reason4j.reward.rulebased;

/**
 * Settings of the GSM8K reward.
 *
 * @param method the place that the number is read from
 */
public record Gsm8kConfig(Method method) {

    /** The place that the number is read from. */
    public enum Method {
        /** After the last {@code ####} only. */
        STRICT,
        /** The last number. */
        FLEXIBLE
    }

    /** After the last hashes. */
    public static final Gsm8kConfig DEFAULTS = new Gsm8kConfig(Method.STRICT);
}
