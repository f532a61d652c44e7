package org.reason4j.reward.dense.label;

/**
 * Progress of a prover: what a step changes the chance that it ends right.
 *
 * <p>{@code A_mu(s, a) = V_mu(after) - V_mu(before)}, and the step's effective reward is {@code Q_pi + alpha A_mu}. The prover is
 * the best of {@code K} responses of the policy, {@code V_K = 1 - (1 - V)^K}: steps count where the policy alone rarely succeeds.
 *
 * @see <a href="https://arxiv.org/abs/2410.08146">Rewarding progress, equation 5 and section 3.2</a>
 */
final class Progress {

    private Progress() {}

    /** The chance that the best of {@code best} responses is right, from that of one. */
    static double bestOf(int best, double value) {
        return 1 - Math.pow(1 - value, best);
    }

    /** {@code q + alpha * (after - before)}. */
    static double effective(double q, double before, double after, double alpha) {
        return q + alpha * (after - before);
    }
}
