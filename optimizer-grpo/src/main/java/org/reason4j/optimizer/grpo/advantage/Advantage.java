package org.reason4j.optimizer.grpo.advantage;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/** How much better each response, or each of its tokens, is than expected: one of the parts of a policy gradient. */
public sealed interface Advantage
        permits Estimate,
                Reinforce,
                Gpg,
                LitePpo,
                BatchNormalised,
                Opo,
                OptimalTokenBaseline,
                Krpo,
                Gdpo,
                MaxRl,
                PassAtK,
                BestMinusSecond,
                DifficultyWeighted,
                Gtpo,
                GrpoS {

    /** Returns one credit per trajectory, group by group; as at a first step. */
    List<Credit> credits(List<ScoredGroup> groups);

    /**
     * Returns one credit per trajectory, group by group.
     *
     * @param memory what earlier steps left, and this one adds to
     */
    default List<Credit> credits(List<ScoredGroup> groups, RunningMeans memory) {
        return credits(groups);
    }

    /** Needs of the estimate towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }

    /** True if the tokens of a response may differ in their advantages. */
    default boolean perToken() {
        return false;
    }
}
