package org.reason4j.core.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ScoredGroup;

/**
 * Experience of a step.
 *
 * @param sampled every group that was written, with its streams
 * @param scored those that were scored, before filters left some out
 * @param kept those that were scored and passed the filters, at most as many as the step's first batch has groups or prompts
 * @param metrics of rewards and filters
 */
public record Experience(
        List<Group> sampled, List<ScoredGroup> scored, List<ScoredGroup> kept, Map<String, Double> metrics) {

    public Experience {
        sampled = List.copyOf(sampled);
        scored = List.copyOf(scored);
        kept = List.copyOf(kept);
    }

    /** Adds another batch of the same step: sums where a metric counts, else the mean over both. */
    public static Experience join(List<Experience> batches, int most) {
        List<Group> sampled = new ArrayList<>();
        List<ScoredGroup> scored = new ArrayList<>();
        List<ScoredGroup> kept = new ArrayList<>();
        Map<String, List<Double>> metrics = new TreeMap<>();
        for (Experience batch : batches) {
            sampled.addAll(batch.sampled());
            scored.addAll(batch.scored());
            kept.addAll(batch.kept());
            batch.metrics()
                    .forEach((name, value) -> metrics.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(value));
        }
        Map<String, Double> joined = new TreeMap<>();
        metrics.forEach((name, values) -> {
            double sum = values.stream().mapToDouble(Double::doubleValue).sum();
            joined.put(name, name.startsWith("reward/dropped_") ? sum : sum / values.size());
        });
        return new Experience(sampled, scored, kept.subList(0, Math.min(most, kept.size())), joined);
    }
}
