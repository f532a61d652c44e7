package org.reason4j.sampler.tree.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.sampler.tree.EpTree;
import org.reason4j.sampler.tree.EpTreeConfig;
import org.reason4j.testkit.Characters;
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
    private static final int SEEDS = 60;

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

    /** Ninety letters, hardly one rarer than another: the most surprising token may stand anywhere. */
    private static Map<Character, Map<Character, Double>> letters() {
        List<Character> letters = IntStream.rangeClosed('%', 'z')
                .mapToObj(c -> (char) c)
                .filter(c -> c != '?')
                .toList();
        double sum = IntStream.range(0, letters.size())
                .mapToDouble(i -> 1 + i / 1000.0)
                .sum();
        Map<Character, Double> next = new HashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            next.put(letters.get(i), (1 + i / 1000.0) / sum);
        }
        Map<Character, Map<Character, Double>> chain = new HashMap<>();
        letters.forEach(letter -> chain.put(letter, next));
        chain.put('?', next);
        return chain;
    }

    /**
     * Two trees with {@code N} forks each and one branch per fork: {@code 2 (1 + N)} responses. A branch that leaves at token
     * {@code f} writes {@code 64 - f} tokens, half of 64 on average where forks lie anywhere; so a response costs {@code (64 + 32
     * N) / (1 + N)}.
     */
    @ParameterizedTest
    @CsvSource({"1, 4, 48.0", "3, 8, 40.0", "7, 16, 36.0", "15, 32, 34.0", "31, 64, 33.0"})
    void treesThatForkAnywhereWriteWhatTheorySays(int forks, int groupSize, double theory) {
        assertThat((LENGTH + LENGTH / 2.0 * forks) / (1 + forks)).isEqualTo(theory);
        double sum = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            MarkovEngine engine = new MarkovEngine(seed, letters());
            RecordedMetrics metrics = new RecordedMetrics();
            SamplingParams params = SamplingParams.of(LENGTH);
            EpTree sampler = new EpTree(
                    new EpTreeConfig(2, forks, 1, 1, 0, List.of()),
                    new Characters(),
                    RolloutSettings.of(groupSize, params),
                    metrics);
            assertThat(sampler.sample(new World.Step(1, List.of(World.PROMPT), groupSize, params, engine))
                            .get(0)
                            .size())
                    .isEqualTo(groupSize);
            double counted = written(engine);
            double branches = 2.0 * forks;
            assertThat(counted)
                    .isCloseTo(2 * LENGTH + branches * (LENGTH - metrics.of("tree/fork_position")), within(1e-6));
            sum += counted / groupSize;
        }
        assertThat(sum / SEEDS)
                .isCloseTo(theory, within(4.0)); // a fork is never at the first token, and the first of equal ones
    }

    /** The figures of the page: depth is not limited, and what is found decides where the search goes. */
    @ParameterizedTest
    @CsvSource({"4, 60.0", "8, 56.0", "16, 51.0", "32, 43.0", "64, 31.25"})
    void aSearchWithoutALimitWritesLessForEachResponseTheMoreThereAre(int groupSize, double perLeaf) {
        assertThat((double) written(search(8, groupSize)) / groupSize).isEqualTo(perLeaf);
    }
}
