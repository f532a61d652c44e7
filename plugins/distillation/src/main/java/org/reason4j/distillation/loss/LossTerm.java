package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.distillation.teacher.Support;

/**
 * A distance from the teacher as a loss.
 *
 * @param form the distance
 * @param coefficient factor of the loss
 * @param aggregation reduction of the tokens' losses to one number
 * @param overlap whether the share of the teacher's most likely tokens among the student's is measured, by one more pass
 * @param support whose most likely tokens the distance reads
 */
public record LossTerm(
        DistillationLoss form, double coefficient, LossAggregation aggregation, boolean overlap, Support support) {

    public LossTerm {
        check(coefficient > 0 && Double.isFinite(coefficient), "coefficient must be positive, got %s", coefficient);
        check(
                !overlap || form.topK() > 0,
                "overlap compares most likely tokens, which this loss does not read; leave it out, or choose a loss with k");
        check(
                support == Support.TEACHER || form.topK() > 0,
                "support STUDENT says whose most likely tokens are compared, but this loss reads the sampled token alone; leave"
                        + " it out, or choose a loss with k");
        check(
                support == Support.TEACHER || !overlap,
                "overlap compares the teacher's most likely tokens with the student's, but with support STUDENT the teacher is"
                        + " not asked for its own; leave out one of the two");
    }
}
