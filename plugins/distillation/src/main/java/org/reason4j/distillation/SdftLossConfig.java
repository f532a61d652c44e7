package org.reason4j.distillation;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.distillation.loss.DistillationLoss;
import org.reason4j.distillation.loss.LossTerm;
import org.reason4j.distillation.loss.RefKl;
import org.reason4j.distillation.loss.SoftTargets;
import org.reason4j.distillation.self.Demonstration;
import org.reason4j.distillation.self.Weights;
import org.reason4j.distillation.teacher.Support;

/**
 * Settings of self-distillation from demonstrations, in the loss.
 *
 * @param demonstration what the teacher reads more than the student
 * @param loss the distance from the teacher
 * @param coefficient factor of the loss, above 0
 * @param aggregation reduction of the tokens' losses to one number
 * @param overlap whether the share of the teacher's most likely tokens among the student's is measured, by one more pass
 * @param support whose most likely tokens the distance compares
 */
public record SdftLossConfig(
        Demonstration demonstration,
        DistillationLoss loss,
        double coefficient,
        LossAggregation aggregation,
        boolean overlap,
        Support support) {

    /** Soft targets of the model that training starts from. */
    public static final SdftLossConfig DEFAULTS = new SdftLossConfig(
            Demonstration.DEFAULTS, SoftTargets.DEFAULTS, 1, LossAggregation.TOKEN_MEAN, false, Support.TEACHER);

    /**
     * OPSD in prime-rl: the policy of the moment reads the demonstration in a system message; the loss of its on-policy
     * distillation.
     *
     * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl">prime-rl, algo/opsd.py</a>
     */
    static final SdftLossConfig OPSD = new SdftLossConfig(
            new Demonstration("", Demonstration.Place.SYSTEM, "{demonstration}", Weights.POLICY),
            RefKl.DEFAULTS,
            1,
            LossAggregation.TOKEN_MEAN,
            false,
            Support.TEACHER);

    /** Checks the ranges. */
    public SdftLossConfig {
        new LossTerm(loss, coefficient, aggregation, overlap, support);
    }

    LossTerm term() {
        return new LossTerm(loss, coefficient, aggregation, overlap, support);
    }
}
