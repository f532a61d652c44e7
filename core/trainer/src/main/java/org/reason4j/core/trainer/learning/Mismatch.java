package org.reason4j.core.trainer.learning;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * Distance of the log-probabilities that training computes from those that sampling computed with the same weights, or
 * older ones. {@code ratio = exp(training - sampling)}, over learned tokens.
 */
final class Mismatch {

    private long count;
    private double difference;
    private double largestDifference;
    private double ratio;
    private double largestRatio;

    /** Adds a micro-batch; {@code logprobs} are those of its scored tokens, {@code [M]}. */
    void add(MicroBatch batch, float[] logprobs) {
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            Trajectory trajectory = batch.trajectory(i);
            float @Nullable [] behaviour = trajectory.origin() == Origin.POLICY
                    ? trajectory.find(TokenStream.BEHAVIOUR_LOGPROBS).orElse(null)
                    : null;
            for (int t = 0; t < trajectory.length(); t++) {
                if (trajectory.isLearned(t)) {
                    float training = logprobs[next++];
                    if (behaviour != null) {
                        add((double) training - behaviour[t]);
                    }
                }
            }
        }
    }

    private void add(double logRatio) {
        count++;
        difference += Math.abs(logRatio);
        largestDifference = Math.max(largestDifference, Math.abs(logRatio));
        ratio += Math.exp(logRatio);
        largestRatio = Math.max(largestRatio, Math.exp(logRatio));
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        if (count > 0) {
            metrics.put("mismatch/logprob_diff_mean", difference / count);
            metrics.put("mismatch/logprob_diff_max", largestDifference);
            metrics.put("mismatch/ratio_mean", ratio / count);
            metrics.put("mismatch/ratio_max", largestRatio);
        }
        return metrics;
    }
}
