package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;

/**
 * {@code constant(l - lt) * l * constant(min(exp(l - lo), ratioCap))}, with {@code lo} the log-probability at the step's start:
 * the reverse divergence from one sampled token, corrected for a policy that has moved within the step (SDPO). The value is no
 * divergence; the gradient of a token is {@code (l - lt)} times the weight.
 *
 * @param ratioCap largest weight, at least 1
 * @see <a href="https://arxiv.org/abs/2601.20802">SDPO, arXiv 2601.20802</a>
 */
public record SampledToken(double ratioCap) implements DistillationLoss {

    /** The cap of SDPO. */
    public static final SampledToken DEFAULTS = new SampledToken(2);

    public SampledToken {
        check(ratioCap >= 1 && Double.isFinite(ratioCap), "ratioCap must be at least 1, got %s", ratioCap);
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
    }

    @Override
    public NDArray perToken(Signal signal) {
        return of(signal.student(), signal.batch().learned(signal.batch().oldLogprobs()), signal.teacher());
    }

    NDArray of(NDArray student, NDArray old, NDArray teacher) {
        NDArray constant = student.stopGradient();
        NDArray weight = constant.sub(old).exp().minimum(ratioCap);
        return constant.sub(teacher).mul(weight).mul(student);
    }
}
