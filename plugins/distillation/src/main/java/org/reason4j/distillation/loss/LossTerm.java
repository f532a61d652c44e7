package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;

/**
 * A distance from the teacher as a loss.
 *
 * @param form the distance
 * @param coefficient factor of the loss
 * @param aggregation reduction of the tokens' losses to one number
 * @param overlap whether the share of the teacher's most likely tokens among the student's is measured, by one more pass
 */
public record LossTerm(DistillationLoss form, double coefficient, LossAggregation aggregation, boolean overlap) {

    public LossTerm {
        check(coefficient > 0 && Double.isFinite(coefficient), "coefficient must be positive, got %s", coefficient);
        check(
                !overlap || form.topK() > 0,
                "overlap compares most likely tokens, which this loss does not read; leave it out, or choose a loss with k");
    }
}
