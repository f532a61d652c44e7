package org.reason4j.curriculum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;

/**
 * Draws the prompts that are nearest in difficulty to a target, which rises while the policy is right and falls while it is not:
 * after each batch {@code T = clip(T + eta tanh(alpha (R - beta)), minimum, maximum)}, with {@code R} its mean reward.
 *
 * <p>Of prompts that are equally near, the run's seed and the number of the batch pick. A batch has no prompt twice.
 *
 * <p>Metrics: {@code curriculum/target}; {@code curriculum/difficulty}, the mean of the prompts that are drawn.
 *
 * @see <a href="https://arxiv.org/abs/2504.05520">AdaRFT, algorithm 1</a>
 */
public final class AdaRft implements Curriculum, Stateful {

    private static final String TARGET = "target";
    private static final String DRAWN = "drawn";

    private final AdaRftConfig config;
    private final Difficulty difficulty;
    private final ResponseValue value;
    private final Metrics metrics;
    private final Set<String> drawn = new TreeSet<>(); // since all were drawn
    private double target;

    public AdaRft(AdaRftConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        difficulty = new Difficulty("adarft", config.field(), List.of());
        value = new ResponseValue(config.metric());
        target = config.initial();
    }

    @Override
    public Requirements requirements() {
        return value.requirements().and(Requirements.fields(config.field()));
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        List<Example> nearest = nearest(Shuffle.of(batch.pool(), SplitMix64.key(batch.seed(), batch.number())));
        List<Example> chosen = new ArrayList<>(fresh(nearest, batch.size()));
        if (config.once()) {
            if (chosen.size() < batch.size()) { // all were drawn: from the beginning
                drawn.clear();
                chosen.forEach(one -> drawn.add(one.id()));
                chosen.addAll(fresh(nearest, batch.size() - chosen.size()));
            }
            chosen.forEach(one -> drawn.add(one.id()));
        }
        metrics.mean("curriculum/target", target);
        chosen.forEach(one -> metrics.mean("curriculum/difficulty", difficulty.of(one)));
        return chosen;
    }

    /** All examples, the nearest first. */
    private List<Example> nearest(List<Example> pool) {
        return pool.stream()
                .sorted(Comparator.comparingDouble(one -> Math.abs(difficulty.of(one) - target)))
                .toList();
    }

    private List<Example> fresh(List<Example> nearest, int most) {
        return nearest.stream()
                .filter(one -> !drawn.contains(one.id()))
                .limit(most)
                .toList();
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        OptionalDouble reward = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .mapToDouble(value::of)
                .average();
        reward.ifPresent(mean -> target = next(target, mean, config));
    }

    /** The target after a batch with this mean reward. */
    static double next(double target, double reward, AdaRftConfig config) {
        double moved = target + config.eta() * Math.tanh(config.alpha() * (reward - config.beta()));
        return Math.max(config.minimum(), Math.min(config.maximum(), moved));
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(TARGET, target, DRAWN, List.copyOf(drawn));
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(TARGET) instanceof Number saved && state.get(DRAWN) instanceof List<?> ids)) {
            throw new IllegalArgumentException("The saved state of curriculum 'adarft' lacks the number '" + TARGET
                    + "' or the list '" + DRAWN + "': " + state);
        }
        target = saved.doubleValue();
        drawn.clear();
        ids.forEach(id -> drawn.add(String.valueOf(id)));
    }
}
