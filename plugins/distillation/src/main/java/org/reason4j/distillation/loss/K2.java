package org.reason4j.distillation.loss;

import ai.djl.ndarray.NDArray;

/**
 * {@code (l - lt)² / 2}, with {@code l} the student's and {@code lt} the teacher's log-probability of the sampled token. On
 * tokens that the student sampled, its expected gradient is that of {@code KL(student || teacher)}.
 *
 * @see <a href="http://joschu.net/blog/kl-approx.html">Approximating KL divergence</a>
 */
public record K2() implements DistillationLoss {

    /** It has no settings. */
    public static final K2 DEFAULTS = new K2();

    @Override
    public NDArray perToken(Signal signal) {
        return of(signal.student(), signal.teacher());
    }

    static NDArray of(NDArray student, NDArray teacher) {
        return student.sub(teacher).square().mul(student.getManager().create(0.5f));
    }
}
