package org.reason4j.distillation.loss;

import ai.djl.ndarray.NDArray;

/**
 * {@code |l - lt|}: the distance between the log-probabilities of student and teacher at the sampled token, whose gradient does
 * not grow with it.
 *
 * @see <a href="https://github.com/volcengine/verl/blob/main/docs/algo/opd.md">verl, on-policy distillation</a>
 */
public record Abs() implements DistillationLoss {

    /** It has no settings. */
    public static final Abs DEFAULTS = new Abs();

    @Override
    public NDArray perToken(Signal signal) {
        return of(signal.student(), signal.teacher());
    }

    static NDArray of(NDArray student, NDArray teacher) {
        return student.sub(teacher).abs();
    }
}
