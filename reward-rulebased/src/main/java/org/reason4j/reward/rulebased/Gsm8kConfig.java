package org.reason4j.reward.rulebased;

/**
 * Settings of the GSM8K reward.
 *
 * @param method where the number is read
 */
public record Gsm8kConfig(Method method) {

    /** Where the number is read. */
    public enum Method {
        /** After the last {@code ####}, and nowhere else. */
        STRICT,
        /** The last number. */
        FLEXIBLE
    }

    /** After the last hashes. */
    public static final Gsm8kConfig DEFAULTS = new Gsm8kConfig(Method.STRICT);
}
