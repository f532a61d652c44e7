package org.reason4j.optimizer.ppo;

/**
 * A lambda that grows with the response's length.
 *
 * <p>{@code lambda = 1 - 1 / (alpha * length)}, so that the weights of all TD errors sum to about {@code alpha * length}. A
 * response shorter than {@code 1 / alpha} gets 0, where the paper's formula is negative.
 *
 * @see <a href="https://arxiv.org/abs/2504.05118">VAPO, section 4.2</a>
 */
final class LengthAdaptiveLambda {

    private LengthAdaptiveLambda() {}

    /** Returns lambda, in [0, 1), for a response of {@code length} learned tokens. */
    static double of(int length, double alpha) {
        return Math.max(0, 1 - 1 / (alpha * length));
    }
}
