package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.RunInfo;
import org.reason4j.cli.FirstPartyPlugins;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginJar;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.JarCache;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.reward.RewardScorer;

/** The groups that {@code docs/explanation/what-failures-do.md} works by hand, with its judge and the optimizer {@code grpo}. */
class WhatFailuresDoTest {

    private static final Path JUDGE = Path.of("../docs/benchmarks/what-failures-do/FaultyJudge.java");
    private static final int SIZE = 8;

    @TempDir
    Path directory;

    @Test
    void aGroupOfRightResponsesTeachesNothingWhereALostScoreIsDropped() throws IOException {
        assertThat(advantages(false, SIZE)).hasSize(SIZE - 1).containsOnly(0.0);
    }

    @Test
    void theSameGroupTeachesAgainstALostResponseWhereItsScoreIsZero() throws IOException {
        // rewards 0 and 1 x 7: mean 7/8, variance (49/64 + 7/64) / 7 = 1/8
        assertThat(advantages(true, SIZE)).hasSize(SIZE);
        assertThat(advantages(true, SIZE).get(0)).isCloseTo(-0.875 / Math.sqrt(0.125), within(1e-4)); // -2.4749
        assertThat(advantages(true, SIZE).get(1)).isCloseTo(0.125 / Math.sqrt(0.125), within(1e-4)); // 0.3536
    }

    @Test
    void inAMixedGroupALostRightResponseIsOneOfTheWrongOnes() throws IOException {
        // four of eight right, one of them lost: rewards 0, 1 x 3, 0 x 4: mean 3/8, variance (3 * 25/64 + 5 * 9/64) / 7
        // = 15/56
        List<Double> zeros = advantages(true, 4);
        assertThat(zeros.get(0)).isEqualTo(zeros.get(SIZE - 1)).isCloseTo(-0.375 / Math.sqrt(15 / 56.0), within(1e-4));
        // dropped: 1 x 3, 0 x 4: mean 3/7, variance (3 * 16/49 + 4 * 9/49) / 6 = 12/42
        assertThat(advantages(false, 4).get(0)).isCloseTo((4 / 7.0) / Math.sqrt(12 / 42.0), within(1e-4));
    }

    /** Advantages of a group whose first responses are right and whose first, the longest, is lost. */
    private List<Double> advantages(boolean zero, int right) throws IOException {
        PluginJar.in(directory)
                .source(Files.readString(JUDGE))
                .service("com.example.faulty.FaultyJudge$FaultyPlugin")
                .descriptor("faulty-judge")
                .writeTo(Files.createDirectories(directory.resolve("plugins")).resolve("faulty-judge.jar"));
        PluginLoader loader =
                new PluginLoader(WhatFailuresDoTest.class.getClassLoader(), List.of(), JarCache.temporary());
        try (PluginRegistry plugins =
                        loader.load(List.of(FirstPartyPlugins.directory(), directory.resolve("plugins")));
                ComponentFactory factory = new ComponentFactory(
                        plugins, SettingsBinder::bind, Map.of(Measure.class, new Rule(), RunInfo.class, new Run()))) {
            Map<String, Object> config = Map.of("loss", 1.0 / SIZE, "longest", true, "zero", zero);
            Reward judge = factory.create(
                    Kind.REWARD, new Recipe.Component("faulty-judge", Optional.empty(), config), "rewards[0]");
            PolicyOptimizer grpo = factory.create(
                    Kind.OPTIMIZER, new Recipe.Component("grpo", Optional.of("dapo"), Map.of()), "optimizer");
            RewardTerm term = RewardTerm.of("faulty-judge").reporting();
            try (RewardScorer scorer = new RewardScorer(List.of(new ActiveReward(term, judge)), 1)) {
                List<ScoredGroup> scored = scorer.score(List.of(group(right))).groups();
                return grpo.credit(scored).stream()
                        .map((Credit credit) -> (double) credit.advantage(0))
                        .toList();
            }
        }
    }

    private static Group group(int right) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        List<Trajectory> responses = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            int[] tokens = i == 0 ? new int[] {2, 3} : new int[] {2};
            responses.add(Trajectory.sampled(
                    prompt, i, tokens, i < right ? "right" : "wrong", Finish.STOP, 0, SamplingParams.of(4)));
        }
        return Group.of(prompt, responses);
    }

    private static final class Rule implements Measure {
        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> Score.of(one.text().equals("right") ? 1 : 0));
        }
    }

    private record Run(String name, Path directory, int steps, long seed, String recipe) implements RunInfo {
        Run() {
            this("test", Path.of("unused"), 1, 1, "");
        }
    }
}
