package org.reason4j.core.trainer.loop;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;

/** Changes rewards before credit is assigned, and credits after: shapers in the recipe's order, then regularizers. */
public record Shaping(List<RewardShaper> shapers, List<CreditShaper> creditShapers, List<Regularizer> regularizers) {

    public List<ScoredGroup> rewards(List<ScoredGroup> groups) {
        List<ScoredGroup> shaped = groups;
        for (RewardShaper shaper : shapers) {
            shaped = shaper.shape(shaped);
        }
        for (Regularizer regularizer : regularizers) {
            shaped = regularizer.shape(shaped);
        }
        return shaped;
    }

    List<Credit> credits(List<Credit> credits) {
        List<Credit> shaped = credits;
        for (CreditShaper shaper : creditShapers) {
            shaped = shaper.shape(shaped);
        }
        for (Regularizer regularizer : regularizers) {
            shaped = regularizer.shapeCredits(shaped);
        }
        return shaped;
    }
}
