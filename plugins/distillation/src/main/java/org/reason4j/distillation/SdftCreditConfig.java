package org.reason4j.distillation;

import org.reason4j.distillation.credit.CreditTerm;
import org.reason4j.distillation.credit.CreditTerm.Combine;
import org.reason4j.distillation.credit.CreditTerm.Student;
import org.reason4j.distillation.self.Demonstration;

/**
 * Settings of self-distillation from demonstrations, in the advantages.
 *
 * @param demonstration what the teacher reads more than the student
 * @param coefficient advantage of one nat, above 0
 * @param combine whether the optimizer's advantages count
 * @param lookAhead factor by which a token is credited with the gaps after it, in [0, 1]; 0 for its own alone
 * @param student log-probabilities of the student that the teacher's are compared with
 */
public record SdftCreditConfig(
        Demonstration demonstration, double coefficient, Combine combine, double lookAhead, Student student) {

    /** The teacher alone, token by token, against the sampler's log-probabilities, as in tinker-cookbook. */
    public static final SdftCreditConfig DEFAULTS =
            new SdftCreditConfig(Demonstration.DEFAULTS, 1, Combine.REPLACE, 0, Student.BEHAVIOUR);

    /** Checks the ranges. */
    public SdftCreditConfig {
        new CreditTerm(coefficient, combine, lookAhead, 0, student);
    }

    CreditTerm term() {
        return new CreditTerm(coefficient, combine, lookAhead, 0, student);
    }
}
