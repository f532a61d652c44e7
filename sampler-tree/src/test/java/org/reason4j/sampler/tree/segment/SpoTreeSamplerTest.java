package org.reason4j.sampler.tree.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.sampler.tree.Trees.CHAIN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

class SpoTreeSamplerTest {

    private static final int LONGEST = 20;

    private final RecordedMetrics metrics = new RecordedMetrics();

    private List<Trajectory> leaves(SpoTreeConfig config, MarkovEngine engine) {
        SpoTreeSampler sampler =
                new SpoTreeSampler(config, RolloutSettings.of(config.leaves(), SamplingParams.of(LONGEST)), metrics);
        return Grown.leaves(sampler, engine, config.leaves(), LONGEST);
    }

    @Test
    void responsesThatDoNotEndEarlyAreAFullTree() {
        // without an end every response has 20 tokens
        MarkovEngine endless = new MarkovEngine(
                1, Map.of('?', Map.of('a', 1.0), 'a', Map.of('a', 0.5, 'b', 0.5), 'b', Map.of('a', 1.0)));
        List<Trajectory> leaves = leaves(new SpoTreeConfig(List.of(2, 3), 4), endless);
        Grown.requireTree(leaves, 6, LONGEST, "seed 1");
        // 0 and 1 from the prompt, two more branches of each after four tokens
        assertThat(leaves.stream().map(Trajectory::branch))
                .extracting(branch -> branch.map(fork -> fork.parent() + " at " + fork.at()))
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("0 at 4"),
                        Optional.of("0 at 4"),
                        Optional.of("1 at 4"),
                        Optional.of("1 at 4"));
        assertThat(leaves.get(3).branch().orElseThrow().reason()).isEqualTo("branch 3 of 3 at depth 1");
        // two segments of 4 tokens and six of 16: 4 of 6 leaves share 4 of their 20 tokens
        assertThat(metrics.of("tree/shared_ratio")).isEqualTo(4 * (4.0 / 20) / 6);
    }

    /** One response in five ends at each token, so most trees have branches that end before the last depth. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void branchesThatEndEarlyAreMadeUpForWhereTheyBegan(long seed) {
        SpoTreeConfig config = new SpoTreeConfig(List.of(3, 2, 2), 2);
        List<Trajectory> leaves = leaves(config, new MarkovEngine(seed, CHAIN));
        Grown.requireTree(leaves, 12, LONGEST, "seed " + seed);
        assertThat(leaves.stream().flatMap(leaf -> leaf.branch().stream()))
                .as("seed %s", seed)
                .allMatch(branch -> branch.at() == 2 || branch.at() == 4);
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        SpoTreeConfig config = new SpoTreeConfig(List.of(6, 6), 100);
        assertThatThrownBy(() -> new SpoTreeSampler(config, RolloutSettings.of(8, SamplingParams.of(500)), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "spo-tree grows 36 responses to a prompt, the product of branching [6, 6], but rollout.groupSize is"
                                + " 8. Set it to 36, or change branching.");
        assertThatThrownBy(() -> new SpoTreeSampler(config, RolloutSettings.of(36, SamplingParams.of(100)), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("segments up to token 100");
        assertThatThrownBy(() -> new SpoTreeConfig(List.of(), 1)).hasMessageContaining("at least one number");
        assertThatThrownBy(() -> new SpoTreeConfig(List.of(2, 0), 1)).hasMessageContaining("at least 1, got [2, 0]");
        assertThatThrownBy(() -> new SpoTreeConfig(List.of(2), 0))
                .hasMessage("spo-tree.segmentTokens must be at least 1, got 0");
    }
}
