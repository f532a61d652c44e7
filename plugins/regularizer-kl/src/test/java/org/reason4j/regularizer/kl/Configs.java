package org.reason4j.regularizer.kl;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.regularizer.kl.KlConfig.Estimator;
import org.reason4j.regularizer.kl.KlConfig.Place;

/** Settings for tests. */
final class Configs {

    private Configs() {}

    static KlConfig inLoss(Estimator estimator) {
        return new KlConfig(0.1, estimator, Place.LOSS, 20, 10, false, LossAggregation.TOKEN_MEAN, 0, 10_000);
    }

    static KlConfig importanceWeighted(Estimator estimator) {
        return new KlConfig(1, estimator, Place.LOSS, 20, 10, true, LossAggregation.TOKEN_MEAN, 0, 10_000);
    }

    static KlConfig inReward(Estimator estimator) {
        return new KlConfig(0.1, estimator, Place.REWARD, 20, 10, false, LossAggregation.TOKEN_MEAN, 0, 10_000);
    }

    static KlConfig scheduled(KlConfig.Schedule schedule) {
        return new KlConfig(
                0.1, Estimator.K2, Place.LOSS, 0, 0, false, LossAggregation.TOKEN_MEAN, 0, 1, schedule, 0.02, 4);
    }

    static KlConfig adaptive(double horizon) {
        return new KlConfig(0.2, Estimator.K1, Place.REWARD, 0, 0, false, LossAggregation.TOKEN_MEAN, 0.1, horizon);
    }
}
