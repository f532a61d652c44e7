package org.reason4j.optimizer.mixed.replay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;
import org.reason4j.optimizer.mixed.Success;

/**
 * Replays verified successes: beside the {@code G} responses to a prompt, {@code M} right ones of earlier steps to the same
 * prompt are learned from, and the group's statistics are those of all {@code G + M}.
 *
 * <p>A replayed response keeps the reward that it was given when it was sampled. Its old log-probabilities are computed anew, so
 * that its ratio begins at 1 as that of a fresh one: nothing corrects for the policy that sampled it.
 *
 * <p>Which ones of a prompt are drawn is a function of the run's seed, the step and the prompt; where fewer than {@code M} are
 * kept, they are repeated. A step's own successes are kept after its replay.
 *
 * <p>Metrics: {@code replay/pool}, {@code replay/used}, {@code replay/age}.
 *
 * @see <a href="https://arxiv.org/abs/2507.07451">RLEP, section 3.2</a>
 */
public final class Rlep implements RewardShaper, Stateful {

    private static final long DRAWS = 0x524C4550L; // keeps its draws apart from those of other components

    /**
     * Settings of the replay of successes.
     *
     * @param replayed successes that are added to a group, {@code M}, at least 1
     * @param capacity most successes that are kept of a prompt, at least 1; the oldest give way
     * @param success which responses are right
     */
    public record Config(int replayed, int capacity, Success success) {

        /** Two successes beside the group, as in the paper. */
        public static final Config DEFAULTS = new Config(2, 16, Success.DEFAULTS);

        public Config {
            check(replayed >= 1, "rlep.replayed must be at least 1, got %s", replayed);
            check(capacity >= 1, "rlep.capacity must be at least 1, got %s", capacity);
        }
    }

    private final Config config;
    private final Metrics metrics;
    private final long seed;
    private final KeptResponses pool = new KeptResponses();
    private int step;

    public Rlep(Config config, RunInfo run, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        seed = run.seed();
    }

    @Override
    public Requirements requirements() {
        return config.success().requirements();
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        step++;
        ReplayMetrics used = new ReplayMetrics(step);
        List<ScoredGroup> mixed = new ArrayList<>();
        for (ScoredGroup group : groups) {
            String id = group.prompt().id();
            long key = SplitMix64.extend(SplitMix64.key(seed, DRAWS, step), id);
            mixed.add(Replays.added(group, pool.draw(id, config.replayed(), key), used));
        }
        for (ScoredGroup group : groups) {
            for (ScoredTrajectory one : group.trajectories()) {
                if (Kept.canKeep(one.trajectory()) && config.success().of(one)) {
                    pool.add(group.prompt().id(), Kept.of(one, step), config.capacity());
                }
            }
        }
        used.report(metrics, pool.size());
        return mixed;
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("step", step, "pool", pool.state());
    }

    @Override
    public void restore(Map<String, Object> state) {
        State saved = State.of(state, "shaper 'rlep'");
        step = (int) saved.whole("step");
        pool.restore(saved.map("pool"));
    }
}
