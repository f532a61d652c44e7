package org.reason4j.distillation;

import org.reason4j.api.data.LossAggregation;
import org.reason4j.distillation.loss.DistillationLoss;
import org.reason4j.distillation.loss.LossTerm;
import org.reason4j.distillation.loss.SampledToken;
import org.reason4j.distillation.self.Context;
import org.reason4j.distillation.teacher.Support;

/**
 * Settings of self-distillation from successes and feedback.
 *
 * @param context what the teacher reads more than the student
 * @param loss the distance from the teacher
 * @param coefficient factor of the loss, above 0
 * @param aggregation reduction of the tokens' losses to one number
 * @param countInactive true to keep responses without a teacher in the denominators, where they dilute the loss; a regularizer
 *     always does
 * @param overlap whether the share of the teacher's most likely tokens among the student's is measured, by one more pass
 * @param support whose most likely tokens the distance compares
 */
public record SdpoConfig(
        Context context,
        DistillationLoss loss,
        double coefficient,
        LossAggregation aggregation,
        boolean countInactive,
        boolean overlap,
        Support support) {

    /** The sampled token, a mean over tokens that have a teacher. */
    public static final SdpoConfig DEFAULTS = new SdpoConfig(
            Context.DEFAULTS, SampledToken.DEFAULTS, 1, LossAggregation.TOKEN_MEAN, false, false, Support.TEACHER);

    /**
     * TRL: a mean over all responses, those without a teacher included.
     *
     * @see <a href="https://github.com/huggingface/trl/tree/main/trl/experimental/sdpo">TRL, experimental/sdpo</a>
     */
    static final SdpoConfig TRL = new SdpoConfig(
            Context.DEFAULTS,
            SampledToken.DEFAULTS,
            1,
            LossAggregation.SEQ_MEAN_TOKEN_MEAN,
            true,
            false,
            Support.TEACHER);

    /** Checks the ranges. */
    public SdpoConfig {
        new LossTerm(loss, coefficient, aggregation, overlap, support);
    }

    LossTerm term() {
        return new LossTerm(loss, coefficient, aggregation, overlap, support);
    }
}
