package com.example.faulty;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.RunInfo;

/**
 * The reward that measures, by a judge that loses scores: by chance, or those of the longest responses, as a judge does that is late.
 * Lost scores are failures, or zeros: what many a reward function returns when something goes wrong.
 */
public final class FaultyJudge implements Reward {

    /** Offers the reward {@code faulty-judge}. */
    public static final class FaultyPlugin implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.reward("faulty-judge", Config.DEFAULTS, FaultyJudge.class);
        }
    }

    /**
     * Settings.
     *
     * @param loss share of scores that are lost, in [0, 1]
     * @param longest whether the longest response of a group is the one that is lost, and no other
     * @param zero whether what is lost becomes 0
     */
    public record Config(double loss, boolean longest, boolean zero) {

        public static final Config DEFAULTS = new Config(0.1, false, false);

        public Config {
            check(loss >= 0 && loss <= 1, "faulty-judge.loss must be in [0, 1], got %s", loss);
        }
    }

    private final Config config;
    private final Measure measure;
    private final long seed;

    public FaultyJudge(Config config, Measure measure, RunInfo run) {
        this.config = config;
        this.measure = measure;
        this.seed = run.seed();
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<Score> scores = new ArrayList<>(measure.score(group));
        for (int i = 0; i < scores.size(); i++) {
            if (isLost(group, i)) {
                scores.set(i, config.zero() ? Score.of(0) : Score.failed("the judge gave no answer"));
            }
        }
        return scores;
    }

    private boolean isLost(Group group, int i) {
        Trajectory response = group.trajectories().get(i);
        double share = config.loss();
        if (config.longest()) {
            share = i == longest(group) ? Math.min(1, config.loss() * group.size()) : 0;
        }
        long key = seed * 31 + response.prompt().id().hashCode() * 1_000_003L + response.policyVersion().orElse(0) * 7919L;
        return (SplitMix64.number(key, response.sample()) >>> 11) * 0x1p-53 < share;
    }

    private static int longest(Group group) {
        int longest = 0;
        for (int i = 1; i < group.size(); i++) {
            if (group.trajectories().get(i).length() > group.trajectories().get(longest).length()) {
                longest = i;
            }
        }
        return longest;
    }
}
