package org.reason4j.distillation;

import java.util.Map;
import org.reason4j.distillation.credit.CreditTerm;
import org.reason4j.distillation.credit.CreditTerm.Combine;
import org.reason4j.distillation.credit.CreditTerm.Student;
import org.reason4j.distillation.teacher.OnFailure;
import org.reason4j.distillation.teacher.TeacherChoice;
import org.reason4j.distillation.teacher.TeacherConfig;

/**
 * Settings of on-policy distillation in the advantages.
 *
 * @param teachers teachers by their key; empty names none, so a recipe adds one
 * @param field field of an example that holds the key of its teacher; empty for one teacher of all examples
 * @param coefficient advantage of one nat, above 0
 * @param combine whether the optimizer's advantages count
 * @param lookAhead factor by which a token is credited with the gaps after it, in [0, 1]; 0 for its own alone
 * @param drift extra weight of tokens before a response drifts from the teacher, at least 0; 0 for none
 * @param student log-probabilities of the student that the teacher's are compared with
 * @param onFailure what follows where a teacher gives no numbers for a response
 */
public record OpdCreditConfig(
        Map<String, TeacherConfig> teachers,
        String field,
        double coefficient,
        Combine combine,
        double lookAhead,
        double drift,
        Student student,
        OnFailure onFailure) {

    /** The teacher alone, token by token. */
    public static final OpdCreditConfig DEFAULTS =
            new OpdCreditConfig(Map.of(), "", 1, Combine.REPLACE, 0, 0, Student.OLD, OnFailure.DROP_TRAJECTORY);

    /**
     * The teacher alone, with more weight on early tokens.
     *
     * @see <a href="https://arxiv.org/abs/2606.22600">Importance-weighted on-policy distillation, arXiv 2606.22600</a>
     */
    static final OpdCreditConfig IMPORTANCE_WEIGHTED =
            new OpdCreditConfig(Map.of(), "", 1, Combine.REPLACE, 0, 0.5, Student.BEHAVIOUR, OnFailure.DROP_TRAJECTORY);

    /** Checks the ranges. */
    public OpdCreditConfig {
        teachers = new TeacherChoice(teachers, field).teachers();
        new CreditTerm(coefficient, combine, lookAhead, drift, student);
    }

    TeacherChoice choice() {
        return new TeacherChoice(teachers, field);
    }

    CreditTerm term() {
        return new CreditTerm(coefficient, combine, lookAhead, drift, student);
    }
}
