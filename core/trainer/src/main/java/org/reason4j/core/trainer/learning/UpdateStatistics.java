package org.reason4j.core.trainer.learning;

import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.BatchTotals;

/** What the updates of a step report: means over the updates of what each found in its mini-batch. */
final class UpdateStatistics {

    private final Map<String, Double> sums = new TreeMap<>();
    private final Map<String, Double> latest = new TreeMap<>();
    private final Mismatch mismatch = new Mismatch();
    private int updates;

    /**
     * Starts a step.
     *
     * @param staleness mean number of updates between sampling and now
     */
    UpdateStatistics(double staleness) {
        latest.put("staleness/mean", staleness);
    }

    /** Adds a micro-batch's share; the mismatch is that of the first epoch. */
    void add(PolicyPasses.Result pass, BatchTotals totals, boolean firstEpoch) {
        add(pass.metrics());
        add("policy/loss", pass.loss());
        double entropy = 0;
        for (float one : pass.entropies()) {
            entropy += one;
        }
        add("policy/entropy", entropy / Math.max(1, totals.learnedTokens()));
        if (firstEpoch) {
            mismatch.add(pass.batch(), pass.logprobs());
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
        add("update/grad_norm", norm);
    }

    void learningRate(double rate) {
        latest.put("update/learning_rate", rate);
    }

    /** Ends an update. */
    void updated() {
        updates++;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>(sums);
        metrics.replaceAll((name, sum) -> sum / updates);
        metrics.putAll(latest);
        metrics.putAll(mismatch.metrics());
        return metrics;
    }
}
