package org.reason4j.distillation;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.distillation.loss.DistillationLoss;
import org.reason4j.distillation.loss.K2;
import org.reason4j.distillation.loss.LossTerm;
import org.reason4j.distillation.teacher.OnFailure;
import org.reason4j.distillation.teacher.Support;
import org.reason4j.distillation.teacher.TeacherChoice;
import org.reason4j.distillation.teacher.TeacherConfig;

/**
 * Settings of on-policy distillation in the loss.
 *
 * @param teachers teachers by their key; empty names none, so a recipe adds one
 * @param field field of an example that holds the key of its teacher; empty for one teacher of all examples
 * @param loss the distance from the teacher
 * @param coefficient factor of the loss, above 0
 * @param aggregation reduction of the tokens' losses to one number
 * @param overlap whether the share of the teacher's most likely tokens among the student's is measured, by one more pass
 * @param onFailure what follows where a teacher gives no numbers for a response
 * @param support whose most likely tokens the distance compares
 */
public record OpdLossConfig(
        Map<String, TeacherConfig> teachers,
        String field,
        DistillationLoss loss,
        double coefficient,
        LossAggregation aggregation,
        boolean overlap,
        OnFailure onFailure,
        Support support) {

    /** The loss with the gradient of the reverse divergence. */
    public static final OpdLossConfig DEFAULTS = new OpdLossConfig(
            Map.of(),
            "",
            K2.DEFAULTS,
            1,
            LossAggregation.TOKEN_MEAN,
            false,
            OnFailure.DROP_TRAJECTORY,
            Support.TEACHER);

    /** Checks the ranges. */
    public OpdLossConfig {
        teachers = new TeacherChoice(teachers, field).teachers();
        new LossTerm(loss, coefficient, aggregation, overlap, support);
        teachers.forEach((key, teacher) -> check(
                support == Support.TEACHER || teacher.baseUrl().isBlank(),
                "support STUDENT asks about tokens that the student named, but the teacher '%s' is a server, which names its own"
                        + " alone. Name the teacher's directory in path, or leave support out.",
                key));
    }

    TeacherChoice choice() {
        return new TeacherChoice(teachers, field);
    }

    LossTerm term() {
        return new LossTerm(loss, coefficient, aggregation, overlap, support);
    }
}
