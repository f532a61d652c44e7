package org.reason4j.optimizer.ppo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.reason4j.api.optimizer.PolicyUpdate;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.optimizer.WeightVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of TRPO: downhill on the loss as far as the divergence allows.
 *
 * <p>With the gradient {@code g} and the damped Fisher matrix {@code H = F + damping * I}: {@code s} solves {@code H s
 * = g} by {@link ConjugateGradient}, and {@code sqrt(2 delta / s'Hs) s} is the step at whose end the quadratic model of
 * the divergence is {@code delta}. The line search tries that step, then shorter ones, until the divergence is at most
 * {@code delta} and the loss lower than before. If no step passes, the weights stay as they were; if {@code g} is 0,
 * {@code s'Hs} not positive, or the residual of {@code s} above {@code maxResidual}, no step is tried.
 *
 * <p>Memory: up to seven vectors with one number per weight.
 *
 * @see <a href="https://arxiv.org/abs/1502.05477">TRPO, equation 14 and appendix C</a>
 */
record TrustRegion(TrpoConfig config) implements UpdateRule {

    private static final Logger LOG = LoggerFactory.getLogger(TrustRegion.class);
    private static final double NO_GRADIENT = 1e-10;

    /** Result of the line search: number of tries, the accepted step or 0, and the divergence at that step. */
    private record Found(int tries, double step, double divergence) {}

    @Override
    public Map<String, Double> update(PolicyUpdate policy) {
        try (WeightVector weights = policy.weights();
                WeightVector gradient = policy.gradient(policy.loss())) {
            if (Math.sqrt(gradient.dot(gradient)) < NO_GRADIENT) {
                return metrics(new Found(0, 0, 0), 0);
            }
            FisherProduct fisher = new FisherProduct(policy, weights, config.fisherSpread());
            ConjugateGradient.Solution solution = ConjugateGradient.solve(
                    v -> fisher.of(v).combine(1, config.damping(), v),
                    gradient,
                    config.cgIterations(),
                    config.cgTolerance());
            try (WeightVector direction = solution.x()) {
                Found found = isUsable(solution)
                        ? search(policy, weights, direction, fullStep(solution.curvature(), config.delta()))
                        : new Found(0, 0, 0);
                double fisherCurvature = solution.curvature() - config.damping() * direction.dot(direction);
                Map<String, Double> metrics = metrics(found, fisherCurvature);
                metrics.put("trpo/cg_residual", solution.residual());
                return metrics;
            }
        }
    }

    private boolean isUsable(ConjugateGradient.Solution solution) {
        boolean solved = solution.residual() <= config.maxResidual();
        if (!solved) {
            LOG.warn(
                    "No step was tried: conjugate gradient left a relative residual of {}, and trpo.maxResidual is {}."
                            + " Raise trpo.cgIterations or trpo.damping, or change trpo.fisherSpread.",
                    solution.residual(),
                    config.maxResidual());
        }
        return solved && solution.curvature() > 0;
    }

    /** {@code sqrt(2 delta / s'Hs)}. */
    static double fullStep(double curvature, double delta) {
        return Math.sqrt(2 * delta / curvature);
    }

    private Found search(PolicyUpdate policy, WeightVector weights, WeightVector direction, double fullStep) {
        double before = policy.value(policy.loss());
        double step = fullStep;
        for (int tries = 1; tries <= config.backtracks(); tries++) {
            policy.moveTo(weights);
            policy.move(direction, -step);
            double divergence = policy.value(Divergence::k3);
            if (divergence <= config.delta() && policy.value(policy.loss()) < before) {
                return new Found(tries, step, divergence);
            }
            step *= config.backtrackFactor();
        }
        policy.moveTo(weights);
        return new Found(config.backtracks(), 0, 0);
    }

    private static Map<String, Double> metrics(Found found, double fisherCurvature) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("trpo/kl", found.divergence());
        metrics.put("trpo/expected_kl", found.step() * found.step() * fisherCurvature / 2);
        metrics.put("trpo/line_search_steps", (double) found.tries());
        metrics.put("trpo/accepted", found.step() > 0 ? 1.0 : 0.0);
        return metrics;
    }
}
