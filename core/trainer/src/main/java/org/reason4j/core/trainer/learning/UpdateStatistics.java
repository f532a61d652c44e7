package org.reason4j.core.trainer.learning;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.reason4j.api.data.Origin;

/** Metrics of the updates of a step: means over the updates, each over its mini-batch. */
final class UpdateStatistics {

    private final Map<String, Double> sums = new TreeMap<>();
    private final Map<String, Double> latest = new TreeMap<>();
    private final Mismatch mismatch = new Mismatch();
    private int updates;
    private double gradientNorms; // sum over the updates that were made
    private int gradients;
    private int overflows;
    private double entropy; // sum over the policy's learned tokens of the update
    private long ownTokens;
    private double entropies; // sum of means
    private int updatesWithOwn;

    /**
     * Starts a step.
     *
     * @param staleness mean number of updates between the sampling of a token and now; empty where the policy sampled none
     */
    UpdateStatistics(OptionalDouble staleness) {
        staleness.ifPresent(mean -> latest.put("staleness/mean", mean));
    }

    /** Adds a micro-batch's share. Entropies are those of responses that the policy sampled; the mismatch is that of the first epoch. */
    void add(PolicyPasses.Result pass, boolean firstEpoch) {
        add(pass.metrics());
        add("policy/loss", pass.loss());
        addEntropies(pass.batch(), pass.entropies());
        if (firstEpoch) {
            mismatch.add(pass.batch(), pass.logprobs());
        }
    }

    private void addEntropies(MicroBatch batch, float[] scored) {
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            boolean own = batch.trajectory(i).origin() == Origin.POLICY;
            int learned = batch.trajectory(i).learnedTokens();
            for (int t = 0; t < learned; t++) {
                entropy += own ? scored[next] : 0;
                next++;
            }
            ownTokens += own ? learned : 0;
        }
    }

    void add(Map<String, Double> shares) {
        shares.forEach(this::add);
    }

    private void add(String name, double share) {
        sums.merge(name, share, Double::sum);
    }

    /** Says how long an update's gradient was. */
    void gradientNorm(double norm) {
        gradientNorms += norm;
        gradients++;
    }

    /** Counts an update that was left out because its gradient overflowed. */
    void overflowed() {
        overflows++;
    }

    /** Says by what the loss was scaled; such a run counts overflows. */
    void lossScale(double factor) {
        latest.put("update/loss_scale", factor);
    }

    void learningRate(double rate) {
        latest.put("update/learning_rate", rate);
    }

    /** Ends an update. */
    void updated() {
        updates++;
        if (ownTokens > 0) {
            entropies += entropy / ownTokens;
            updatesWithOwn++;
        }
        entropy = 0;
        ownTokens = 0;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>(sums);
        metrics.replaceAll((name, sum) -> sum / updates);
        if (updatesWithOwn > 0) {
            metrics.put("policy/entropy", entropies / updatesWithOwn);
        }
        if (gradients > 0) {
            metrics.put("update/grad_norm", gradientNorms / gradients);
        }
        if (latest.containsKey("update/loss_scale")) {
            metrics.put("update/overflows", (double) overflows);
        }
        metrics.putAll(latest);
        metrics.putAll(mismatch.metrics());
        return metrics;
    }
}
