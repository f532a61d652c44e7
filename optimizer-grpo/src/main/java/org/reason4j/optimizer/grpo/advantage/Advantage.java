package org.reason4j.optimizer.grpo.advantage;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/** How much better each response, or each of its tokens, is than expected: one of the parts of a policy gradient. */
public sealed interface Advantage permits Estimate {

    /** Returns one credit per trajectory, group by group. */
    List<Credit> credits(List<ScoredGroup> groups);

    /** Needs of the estimate towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }

    /** True if the tokens of a response may differ in their advantages. */
    default boolean perToken() {
        return false;
    }
}
