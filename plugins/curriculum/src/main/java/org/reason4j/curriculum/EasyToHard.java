package org.reason4j.curriculum;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Draws the level of each prompt of a batch by chances that change over the run, from easy levels to hard ones, and a prompt of that
 * level. A function of the run's seed and the number of the batch: it keeps nothing between batches.
 *
 * <p>A batch has no prompt twice. Where it has all prompts of a level, it goes on with the nearest level that has more, the easier
 * one first; where it has all prompts, it is smaller than the recipe asks for.
 *
 * <p>Metrics: {@code curriculum/level}, mean level of the prompts that are drawn, from 0; {@code curriculum/progress}, share of the
 * way from the first chances to the last.
 *
 * @see LevelSchedule
 */
public final class EasyToHard implements Curriculum {

    private static final long LEVELS = 0x6c6576656c730001L; // of all keys that a batch may draw by

    private final EasyToHardConfig config;
    private final Difficulty difficulty;
    private final RunInfo run;
    private final Metrics metrics;

    public EasyToHard(EasyToHardConfig config, RunInfo run, Metrics metrics) {
        this.config = config;
        this.run = run;
        this.metrics = metrics;
        difficulty = new Difficulty("curriculum.config", config.field(), config.order());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.field());
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        long key = SplitMix64.key(batch.seed(), LEVELS, batch.number());
        List<Deque<Example>> levels = new ArrayList<>();
        for (List<Example> level : Levels.of(batch.pool(), difficulty, config.levels())) {
            levels.add(new ArrayDeque<>(Shuffle.of(level, SplitMix64.key(key, levels.size()))));
        }
        double progress = progress(batch.number());
        double[] chances = config.schedule().probabilities(progress, levels.size());
        List<Example> chosen = new ArrayList<>();
        int size = Math.min(batch.size(), batch.pool().size());
        for (int i = 0; i < size; i++) {
            int level = nearest(levels, draw(chances, SplitMix64.uniform(SplitMix64.number(key, i))));
            chosen.add(levels.get(level).remove());
            metrics.mean("curriculum/level", level);
        }
        metrics.mean("curriculum/progress", progress);
        return chosen;
    }

    /** Share of the way that lies before a batch, from 1. */
    private double progress(int number) {
        int all = config.batches() == 0 ? run.steps() : config.batches();
        return Math.min(1, (number - 1.0) / Math.max(1, all));
    }

    /** The level that a number in [0, 1) falls on. */
    static int draw(double[] chances, double uniform) {
        double sum = 0;
        int last = 0;
        for (int level = 0; level < chances.length; level++) {
            sum += chances[level];
            if (chances[level] > 0) {
                last = level; // rounding may leave the sum below the number
                if (uniform < sum) {
                    return level;
                }
            }
        }
        return last;
    }

    private static int nearest(List<Deque<Example>> levels, int wanted) {
        for (int distance = 0; distance < levels.size(); distance++) {
            for (int level : new int[] {wanted - distance, wanted + distance}) {
                if (level >= 0 && level < levels.size() && !levels.get(level).isEmpty()) {
                    return level;
                }
            }
        }
        throw new IllegalStateException("No level has an example left"); // a batch is no larger than the pool
    }
}
