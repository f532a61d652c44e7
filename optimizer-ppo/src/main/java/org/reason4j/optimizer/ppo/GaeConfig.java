package org.reason4j.optimizer.ppo;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the generalized advantage estimate.
 *
 * @param gamma discount per learned token, in (0, 1]
 * @param lambda weight of later TD errors in the advantages of the policy, in [0, 1]; 1 is the return less the value, 0 a
 *     single TD error
 * @param lambdaCritic the same in the returns that the critic learns, in [0, 1]; 1 is the discounted sum of rewards
 *     (VC-PPO's decoupled estimate)
 * @param alpha of the length-adaptive lambda, which then stands for {@code lambda}; 0 for none (VAPO: 0.05)
 * @param whiten true to bring advantages to mean 0 and variance 1 over the step's learned tokens
 * @param bootstrapTruncated whether what follows a response that the length limit cut off is worth what the critic expects at
 *     the cut; else it is worth 0
 */
public record GaeConfig(
        double gamma, double lambda, double lambdaCritic, double alpha, boolean whiten, boolean bootstrapTruncated) {

    /** Undiscounted returns less values, whitened. */
    public static final GaeConfig DEFAULTS = new GaeConfig(1, 1, 1, 0, true, false);

    public GaeConfig {
        check(gamma > 0 && gamma <= 1, "gae.gamma must be in (0, 1], got %s", gamma);
        check(lambda >= 0 && lambda <= 1, "gae.lambda must be in [0, 1], got %s", lambda);
        check(lambdaCritic >= 0 && lambdaCritic <= 1, "gae.lambdaCritic must be in [0, 1], got %s", lambdaCritic);
        check(alpha >= 0 && Double.isFinite(alpha), "gae.alpha must be 0 (off) or positive, got %s", alpha);
    }

    /** The policy's lambda for a response of {@code length} learned tokens. */
    double lambdaFor(int length) {
        return alpha > 0 ? LengthAdaptiveLambda.of(length, alpha) : lambda;
    }
}
