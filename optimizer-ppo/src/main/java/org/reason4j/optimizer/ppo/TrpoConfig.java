package org.reason4j.optimizer.ppo;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of TRPO.
 *
 * @param delta largest mean divergence of the new policy from the old one per learned token, in nats
 * @param damping added to the diagonal of the Fisher matrix
 * @param cgIterations most iterations of conjugate gradient; each costs two backward passes over the step's responses
 * @param cgTolerance conjugate gradient stops where the squared residual is this share of the squared gradient
 * @param backtracks largest number of steps that the line search tries
 * @param backtrackFactor ratio of each step to the one before, in (0, 1)
 * @param fisherSpread root mean square change of log-probabilities over which Fisher-vector products are differenced,
 *     in (0, 0.5]: larger values reduce rounding, smaller ones the truncation error; {@code trpo/cg_residual} is large
 *     for a bad choice
 * @param maxResidual largest relative residual of conjugate gradient with which a step is tried: with 1 the solution is no
 *     better than none
 * @param advantage source of advantages
 * @param gae settings of the generalized advantage estimate; with a critic only
 * @param critic the model that estimates values; with a critic only
 */
public record TrpoConfig(
        double delta,
        double damping,
        int cgIterations,
        double cgTolerance,
        int backtracks,
        double backtrackFactor,
        double fisherSpread,
        double maxResidual,
        Advantage advantage,
        GaeConfig gae,
        CriticConfig critic) {

    /** Source of advantages. */
    public enum Advantage {
        /** A critic, by the generalized advantage estimate. */
        GAE,
        /** The siblings of a response, as in GRPO; there is no critic then. */
        GROUP
    }

    /** As in Stable-Baselines3, with a critic that makes ten passes over a step's responses. */
    public static final TrpoConfig DEFAULTS = new TrpoConfig(
            0.01,
            0.1,
            15,
            1e-10,
            10,
            0.8,
            0.01,
            1,
            Advantage.GAE,
            GaeConfig.DEFAULTS,
            new CriticConfig(CriticConfig.DEFAULTS.path(), 1e-5, 10, 1, 0, 0, 0, 0, 0, false));

    public TrpoConfig {
        check(delta > 0 && Double.isFinite(delta), "trpo.delta must be positive, got %s", delta);
        check(damping >= 0 && Double.isFinite(damping), "trpo.damping must be at least 0, got %s", damping);
        check(cgIterations >= 1, "trpo.cgIterations must be at least 1, got %s", cgIterations);
        check(cgTolerance >= 0 && cgTolerance < 1, "trpo.cgTolerance must be in [0, 1), got %s", cgTolerance);
        check(backtracks >= 1, "trpo.backtracks must be at least 1, got %s", backtracks);
        check(
                backtrackFactor > 0 && backtrackFactor < 1,
                "trpo.backtrackFactor must be in (0, 1), got %s",
                backtrackFactor);
        check(
                fisherSpread > 0 && fisherSpread <= 0.5,
                "trpo.fisherSpread must be in (0, 0.5], got %s; 0.01 suits bf16 and fp32",
                fisherSpread);
        check(maxResidual > 0, "trpo.maxResidual must be positive, got %s", maxResidual);
    }
}
