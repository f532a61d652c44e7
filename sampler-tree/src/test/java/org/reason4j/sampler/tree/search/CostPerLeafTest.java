package org.reason4j.sampler.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/**
 * Tokens written for each response of a group, where every response has 64. The figures of the page on trees.
 *
 * <p>A search that branches in two after every 8 tokens has, once {@code D} levels are full, {@code 2^(D+1) - 2} responses. Of
 * those that leave others after {@code d} segments there are {@code 2^(d+1)}, and each writes {@code 64 - 8 d} tokens.
 */
class CostPerLeafTest {

    private static final int LENGTH = 64;
    private static final int SEGMENT = 8;

    /** Responses that never end by themselves. */
    private static final Map<Character, Map<Character, Double>> ENDLESS = Map.of(
            '?', Map.of('a', 0.5, 'b', 0.5),
            'a', Map.of('a', 0.25, 'b', 0.75),
            'b', Map.of('a', 0.5, 'b', 0.5));

    private static MctsConfig twoBranches(int depth) {
        return new MctsConfig(
                Uct.Treerl.DEFAULTS,
                Backup.CHILDREN,
                Values.Continuations.DEFAULTS,
                1,
                0,
                SEGMENT,
                "",
                2,
                depth,
                4,
                1,
                0,
                0,
                2,
                0,
                1);
    }

    private static int written(MarkovEngine engine) {
        return engine.asked().stream()
                .mapToInt(request -> request.params().maxTokens())
                .sum();
    }

    private static MarkovEngine search(int depth, int groupSize) {
        MarkovEngine engine = new MarkovEngine(7, ENDLESS);
        Measure measure =
                World.measure(text -> text.chars().filter(c -> c == 'a').count() / (double) LENGTH);
        Group group = World.search(
                engine,
                twoBranches(depth),
                groupSize,
                SamplingParams.of(LENGTH),
                measure,
                World.NO_MODELS,
                new RecordedMetrics());
        assertThat(group.trajectories()).hasSize(groupSize).allMatch(one -> one.length() == LENGTH);
        assertThat(group.trajectories().stream()
                        .mapToInt(Trajectory::learnedTokens)
                        .sum())
                .isEqualTo(written(engine));
        return engine;
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 64.0", "2, 6, 58.7", "3, 14, 52.6", "4, 30, 45.9", "5, 62, 38.7", "6, 126, 31.2"})
    void aFullSearchWritesWhatTheorySays(int depth, int groupSize, double perLeaf) {
        int theory = IntStream.range(0, depth)
                .map(d -> (1 << d + 1) * (LENGTH - SEGMENT * d))
                .sum();
        int counted = written(search(depth, groupSize));
        assertThat(counted).isEqualTo(theory);
        assertThat((double) counted / groupSize).isCloseTo(perLeaf, within(0.05));
    }

    /** Where depth is not limited, a search goes where it expects most, which is deeper: its responses cost less still. */
    @ParameterizedTest
    @CsvSource({"6", "14", "30", "62"})
    void aSearchThatGoesDeepWritesNoMoreThanOneThatFillsItsLevels(int groupSize) {
        int levels = Integer.numberOfTrailingZeros(groupSize + 2) - 1;
        assertThat(written(search(8, groupSize))).isLessThanOrEqualTo(written(search(levels, groupSize)));
    }
}
