package org.reason4j.optimizer.mixed.replay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.optimizer.mixed.Success;

/**
 * Replays the right response that the policy was surest of, of prompts that it solves now and then.
 *
 * <p>A right response is kept with its mean entropy when it was sampled. Beside the curriculum {@code exgrpo} it is replayed in
 * the groups of the prompts that this chose; without it, in every group of a prompt with experience. Replay begins after a step
 * whose share of right responses exceeds {@code start}. The optimizer {@code exgrpo} weighs replayed tokens by their importance.
 *
 * <p>Metrics: {@code replay/pool}, {@code replay/used}, {@code replay/age}, {@code exgrpo/success}.
 *
 * @see <a href="https://arxiv.org/abs/2510.02245">ExGRPO, sections 4.2 and 4.3</a>
 */
public final class ExGrpo implements RewardShaper, Stateful {

    /**
     * Settings of the replay of experience.
     *
     * @param replayed responses that are added to a group, at least 1
     * @param capacity most responses that are kept of a prompt, at least 1; the oldest give way
     * @param start share of right responses of a step above which replay begins, in [0, 1)
     * @param success which responses are right
     */
    public record Config(int replayed, int capacity, double start, Success success) {

        /** One response per group after a step with 35 per cent of right responses, as in the paper. */
        public static final Config DEFAULTS = new Config(1, 16, 0.35, Success.DEFAULTS);

        public Config {
            check(replayed >= 1, "exgrpo.replayed must be at least 1, got %s", replayed);
            check(capacity >= 1, "exgrpo.capacity must be at least 1, got %s", capacity);
            check(start >= 0 && start < 1, "exgrpo.start must be in [0, 1), got %s", start);
        }
    }

    private final Config config;
    private final Experience experience;
    private final Metrics metrics;
    private int step;

    public ExGrpo(Config config, Experience experience, Metrics metrics) {
        this.config = config;
        this.experience = experience;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.ENTROPY).and(config.success().requirements());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        step++;
        ReplayMetrics used = new ReplayMetrics(step);
        List<ScoredGroup> mixed = new ArrayList<>();
        for (ScoredGroup group : groups) {
            String id = group.prompt().id();
            List<Kept> replayed = experience.takes(id) ? experience.surest(id, config.replayed()) : List.of();
            mixed.add(Replays.added(group, replayed, used));
        }
        learn(groups);
        used.report(metrics, experience.size());
        return mixed;
    }

    private void learn(List<ScoredGroup> groups) {
        int all = 0;
        int right = 0;
        for (ScoredGroup group : groups) {
            List<ScoredTrajectory> fresh = group.trajectories().stream()
                    .filter(one -> one.trajectory().origin() == Origin.POLICY)
                    .toList();
            List<ScoredTrajectory> successes =
                    fresh.stream().filter(config.success()::of).toList();
            all += fresh.size();
            right += successes.size();
            if (!fresh.isEmpty()) {
                experience.add(
                        group.prompt().id(),
                        fresh.size(),
                        successes.size(),
                        successes.stream()
                                .filter(one -> Kept.canKeep(one.trajectory()))
                                .map(one -> Kept.of(one, step))
                                .toList(),
                        config.capacity());
            }
        }
        if (all > 0) {
            double share = (double) right / all;
            experience.startAbove(config.start(), share);
            metrics.mean("exgrpo/success", share);
        }
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> state = new TreeMap<>(experience.state());
        state.put("step", step);
        return state;
    }

    @Override
    public void restore(Map<String, Object> state) {
        State saved = State.of(state, "shaper 'exgrpo'");
        step = (int) saved.whole("step");
        experience.restore(saved);
    }
}
