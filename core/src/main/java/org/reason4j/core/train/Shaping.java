package org.reason4j.core.train;

import java.util.List;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;

/** What changes rewards before credit is assigned: shapers in the recipe's order, then regularizers. */
record Shaping(List<RewardShaper> shapers, List<Regularizer> regularizers) {

    List<ScoredGroup> apply(List<ScoredGroup> groups) {
        List<ScoredGroup> shaped = groups;
        for (RewardShaper shaper : shapers) {
            shaped = shaper.shape(shaped);
        }
        for (Regularizer regularizer : regularizers) {
            shaped = regularizer.shape(shaped);
        }
        return shaped;
    }
}
