package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;

/**
 * {@code exp(d) - d - 1} with {@code d = lt - l}, the teacher's less the student's log-probability of the sampled token: verl's
 * choice ({@code low_var_kl}). Its value is an unbiased estimate of {@code KL(student || teacher)} on the student's tokens, its
 * gradient that of {@code KL(teacher || student)}.
 *
 * @param inputClamp bound on {@code |d|} before it is exponentiated, at least 0; 0 for none
 * @param outputClamp bound on the value, at least 0; 0 for none
 * @see <a href="https://github.com/volcengine/verl/blob/main/docs/algo/opd.md">verl, on-policy distillation</a>
 */
public record K3(double inputClamp, double outputClamp) implements DistillationLoss {

    /** The clamps of verl. */
    public static final K3 DEFAULTS = new K3(20, 10);

    public K3 {
        check(inputClamp >= 0 && Double.isFinite(inputClamp), "inputClamp must be at least 0, got %s", inputClamp);
        check(outputClamp >= 0 && Double.isFinite(outputClamp), "outputClamp must be at least 0, got %s", outputClamp);
    }

    @Override
    public NDArray perToken(Signal signal) {
        return of(signal.student(), signal.teacher());
    }

    NDArray of(NDArray student, NDArray teacher) {
        NDArray d = clamped(teacher.sub(student), inputClamp);
        return clamped(d.exp().sub(d).sub(1), outputClamp);
    }

    private static NDArray clamped(NDArray values, double bound) {
        return bound > 0 ? values.clip(-bound, bound) : values;
    }
}
