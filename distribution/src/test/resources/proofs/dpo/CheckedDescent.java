package proofs.dpo;

import java.util.Map;
import org.reason4j.api.optimizer.PolicyUpdate;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.optimizer.WeightVector;

/** Gradient descent that reports the loss's slope in a direction, by the gradient and by a central difference. */
record CheckedDescent(double rate) implements UpdateRule {

    private static final double H = 0.003;

    @Override
    public Map<String, Double> update(PolicyUpdate policy) {
        try (WeightVector gradient = policy.gradient(policy.loss());
                WeightVector other = policy.gradient(batch -> batch.tokenMean(batch.logprobs()));
                WeightVector start = policy.weights()) {
            WeightVector direction = other.combine(1 / length(other), 1 / length(gradient), gradient);
            policy.move(direction, H);
            double above = policy.value(policy.loss());
            policy.move(direction, -2 * H);
            double below = policy.value(policy.loss());
            policy.moveTo(start);
            policy.move(gradient, -rate);
            return Map.of(
                    "dpo/slope", gradient.dot(direction), "dpo/finite_difference", (above - below) / (2 * H));
        }
    }

    private static double length(WeightVector vector) {
        return Math.sqrt(vector.dot(vector));
    }
}
