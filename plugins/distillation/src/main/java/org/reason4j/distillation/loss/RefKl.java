package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;

/**
 * prime-rl's {@code ref_kl}: {@code -keep * constant(lt - l) * exp(l - lb) + tau * (l - lb)²}, with {@code lb} the sampler's
 * log-probability and {@code keep = 1} where {@code exp(l) - exp(lb) >= -maskLow}. A token whose probability has fallen by more
 * than {@code maskLow} is pulled back by the second term alone, and stays in the denominator.
 *
 * @param maskLow largest fall of a token's probability since it was sampled, in (0, 1]
 * @param tau coefficient of the squared log-ratio, at least 0
 * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl/blob/main/src/prime_rl/trainer/rl/loss.py">prime-rl, ref_kl_loss_fn</a>
 */
public record RefKl(double maskLow, double tau) implements DistillationLoss {

    /** Those of prime-rl. */
    public static final RefKl DEFAULTS = new RefKl(0.2, 1e-3);

    public RefKl {
        check(maskLow > 0 && maskLow <= 1, "maskLow must be in (0, 1], got %s", maskLow);
        check(tau >= 0 && Double.isFinite(tau), "tau must be at least 0, got %s", tau);
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.BEHAVIOUR_LOGPROBS);
    }

    @Override
    public NDArray perToken(Signal signal) {
        NDArray behaviour = signal.batch().learned(signal.batch().stream(TokenStream.BEHAVIOUR_LOGPROBS));
        return of(signal.student(), behaviour, signal.teacher());
    }

    NDArray of(NDArray student, NDArray behaviour, NDArray teacher) {
        NDArray logRatio = student.sub(behaviour);
        NDArray constant = student.stopGradient();
        NDArray keep = constant.exp().sub(behaviour.exp()).gte(-maskLow).toType(student.getDataType(), false);
        NDArray pull = keep.mul(teacher.sub(constant)).mul(logRatio.exp()).neg();
        return pull.add(logRatio.square().mul(student.getManager().create((float) tau)));
    }
}
