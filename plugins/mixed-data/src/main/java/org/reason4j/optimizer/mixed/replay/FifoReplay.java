package org.reason4j.optimizer.mixed.replay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Replays whole groups of earlier steps, first in, first out: each once more, behind the step's own groups, with its tokens, the
 * log-probabilities of its sampling and its rewards.
 *
 * <p>A group that is older than the bound is dropped. Its age is the number of weight updates between the policy that sampled it
 * and the newest one that sampled a response of the step. Groups whose rewards are all equal are not kept: they carry no signal.
 *
 * <p>Metrics: {@code replay/pool}, {@code replay/used}, {@code replay/age}, {@code replay/evicted}.
 */
public final class FifoReplay implements RewardShaper, Stateful {

    /**
     * Settings of the replay of groups.
     *
     * @param groups most groups that are replayed in a step, at least 1
     * @param capacity most groups that are kept, at least 1; the oldest give way
     * @param age most weight updates that a replayed group lies back, at least 1
     */
    public record Config(int groups, int capacity, int age) {

        /** A quarter of a usual step, from the last eight updates. */
        public static final Config DEFAULTS = new Config(16, 256, 8);

        public Config {
            check(groups >= 1, "replay.groups must be at least 1, got %s", groups);
            check(capacity >= 1, "replay.capacity must be at least 1, got %s", capacity);
            check(age >= 1, "replay.age must be at least 1, got %s", age);
        }
    }

    private record KeptGroup(Prompt prompt, List<Kept> members) {

        long version() {
            return members.stream().mapToLong(Kept::version).min().orElseThrow();
        }
    }

    private final Config config;
    private final Metrics metrics;
    private final Deque<KeptGroup> queue = new ArrayDeque<>();
    private int step;

    public FifoReplay(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        step++;
        int before = queue.size();
        long now = newest(groups);
        queue.removeIf(group -> now - group.version() > config.age());
        ReplayMetrics used = new ReplayMetrics(step);
        List<ScoredGroup> all = new ArrayList<>(groups);
        int evicted = before - queue.size();
        Map<String, Integer> next = new HashMap<>();
        groups.forEach(group -> next.merge(group.prompt().id(), Replays.nextSample(group), Math::max));
        for (int i = 0; i < config.groups() && !queue.isEmpty(); i++) {
            all.add(replayed(queue.removeFirst(), next, used));
        }
        groups.forEach(this::keep);
        while (queue.size() > config.capacity()) {
            queue.removeFirst();
            evicted++;
        }
        used.report(
                metrics,
                queue.stream().mapToInt(group -> group.members().size()).sum());
        metrics.mean("replay/evicted", evicted);
        return all;
    }

    /** The version of the newest policy that sampled a response; 0 where none did, so that nothing is too old. */
    private static long newest(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .filter(one -> one.origin() == Origin.POLICY)
                .flatMapToLong(one -> one.policyVersion().stream())
                .max()
                .orElse(0);
    }

    private static ScoredGroup replayed(KeptGroup kept, Map<String, Integer> next, ReplayMetrics used) {
        List<ScoredTrajectory> members = new ArrayList<>();
        for (Kept one : kept.members()) {
            int sample = next.merge(kept.prompt().id(), 1, Integer::sum) - 1;
            members.add(one.replayed(kept.prompt(), sample));
            used.add(one);
        }
        return ScoredGroup.of(kept.prompt(), members);
    }

    private void keep(ScoredGroup group) {
        List<Kept> members = group.trajectories().stream()
                .filter(one -> Kept.canKeep(one.trajectory()))
                .map(one -> Kept.of(one, step))
                .toList();
        double[] rewards = group.rewards();
        if (!members.isEmpty() && Arrays.stream(rewards).anyMatch(reward -> reward != rewards[0])) {
            queue.addLast(new KeptGroup(group.prompt(), members));
        }
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(
                "step",
                step,
                "queue",
                queue.stream()
                        .map(group -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("prompt", State.of(group.prompt()));
                            one.put(
                                    "members",
                                    group.members().stream().map(State::of).toList());
                            return one;
                        })
                        .toList());
    }

    @Override
    public void restore(Map<String, Object> state) {
        State saved = State.of(state, "shaper 'replay'");
        step = (int) saved.whole("step");
        queue.clear();
        for (State group : saved.maps("queue")) {
            queue.addLast(new KeptGroup(
                    group.map("prompt").prompt(),
                    group.maps("members").stream().map(State::kept).toList()));
        }
    }
}
