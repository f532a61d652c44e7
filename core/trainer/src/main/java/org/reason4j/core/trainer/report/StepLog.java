package org.reason4j.core.trainer.report;

import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.LanguageModel;

/** Metrics of one step, named as in {@code docs/reference/metrics.md}. */
public final class StepLog {

    private final int step;
    private final long start = System.nanoTime();
    private final long nativeStart = LanguageModel.nativeNanos();
    private final Map<String, Double> metrics = new TreeMap<>();
    private long trainedTokens;

    public StepLog(int step) {
        this.step = step;
    }

    public int step() {
        return step;
    }

    /** Runs a stage and adds its seconds to {@code time/STAGE}. */
    public <T> T time(String stage, Supplier<T> work) {
        long from = System.nanoTime();
        try {
            return work.get();
        } finally {
            metrics.merge("time/" + stage, (System.nanoTime() - from) / 1e9, Double::sum);
        }
    }

    /** Runs a stage without a result. */
    public void time(String stage, Runnable work) {
        time(stage, () -> {
            work.run();
            return stage;
        });
    }

    public void put(String name, double value) {
        metrics.put(name, value);
    }

    public void putAll(Map<String, Double> values) {
        metrics.putAll(values);
    }

    /** Counts tokens, prompts included, that went forward and backward through the policy. */
    public void trained(long tokens) {
        trainedTokens += tokens;
    }

    /** All metrics so far, by name; a view. */
    public Map<String, Double> metrics() {
        return Collections.unmodifiableMap(metrics);
    }

    public OptionalDouble get(String name) {
        Double value = metrics.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Adds metrics of the sampled groups, their rewards and credits; lengths are those of responses that the policy sampled. */
    public void describe(Experience experience, List<Credit> credits) {
        putAll(experience.metrics());
        List<Trajectory> all = experience.sampled().stream()
                .flatMap(group -> group.trajectories().stream())
                .filter(one -> one.origin() == Origin.POLICY)
                .toList();
        IntSummaryStatistics lengths = all.stream().mapToInt(Trajectory::length).summaryStatistics();
        if (!all.isEmpty()) {
            long truncated =
                    all.stream().filter(one -> one.finish() == Finish.LENGTH).count();
            put("completions/mean_length", lengths.getAverage());
            put("completions/min_length", lengths.getMin());
            put("completions/max_length", lengths.getMax());
            put("completions/truncated_ratio", (double) truncated / all.size());
        }
        if (!experience.sampled().isEmpty()) {
            put("throughput/response_tokens", lengths.getSum());
        }
        put("throughput/trained_sequences", credits.size());
    }

    /** Adds what only the end of the step shows, and returns all metrics. */
    public Map<String, Double> complete() {
        double seconds = (System.nanoTime() - start) / 1e9;
        put("time/step", seconds);
        get("throughput/response_tokens").ifPresent(tokens -> {
            put("throughput/tokens_per_second", tokens / seconds);
            get("time/rollout").ifPresent(rollout -> put("throughput/rollout_tokens_per_second", tokens / rollout));
        });
        if (trainedTokens > 0) {
            get("time/update")
                    .ifPresent(update -> put("throughput/training_tokens_per_second", trainedTokens / update));
        }
        put("throughput/native_share", (LanguageModel.nativeNanos() - nativeStart) / 1e9 / seconds);
        put("memory/resident_mb", ResidentMemory.megabytes());
        return Collections.unmodifiableMap(metrics);
    }
}
