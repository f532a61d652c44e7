package org.reason4j.sampler.dynamic;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the filter of responses.
 *
 * @param rule what is wrong with a response
 * @param leaveOut what is left out for it
 * @param share largest share of such responses in a group that is kept, in [0, 1); where single responses are left out it does not
 *     count
 */
public record ResponseFilterConfig(ResponseRule rule, LeaveOut leaveOut, double share) {

    /** What is left out for a response that a rule rejects. */
    public enum LeaveOut {
        /** That response; and the group, where fewer than two are left. */
        RESPONSES,
        /** The whole group, where more than {@code share} of its responses are rejected. */
        GROUPS
    }

    /** Responses that were cut off. */
    public static final ResponseFilterConfig DEFAULTS =
            new ResponseFilterConfig(ResponseRule.Overlong.DEFAULTS, LeaveOut.RESPONSES, 0.5);

    public ResponseFilterConfig {
        check(share >= 0 && share < 1, "response-filter.share must be in [0, 1), got %s", share);
    }
}
