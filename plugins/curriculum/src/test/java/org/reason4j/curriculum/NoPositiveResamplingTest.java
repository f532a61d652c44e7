package org.reason4j.curriculum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.curriculum.NoPositiveResamplingConfig.History;
import org.reason4j.testkit.RecordedMetrics;

class NoPositiveResamplingTest {

    private static final List<Example> POOL =
            IntStream.range(0, 6).mapToObj(i -> Example.of("p" + i, List.of())).toList();
    private static final NoPositiveResamplingConfig IN_ORDER =
            new NoPositiveResamplingConfig("", 1, 0.9, History.WHOLE, false);

    private final RecordedMetrics metrics = new RecordedMetrics();

    private record Batch(List<Example> pool, int size) implements PromptBatch {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public long seed() {
            return 5;
        }

        @Override
        public Optional<Example> example(String id) {
            return pool.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            throw new UnsupportedOperationException("epochs have an order of their own");
        }
    }

    private static List<String> choose(NoPositiveResampling curriculum, int size) {
        return choose(curriculum, POOL, size);
    }

    private static List<String> choose(NoPositiveResampling curriculum, List<Example> pool, int size) {
        return curriculum.choose(new Batch(pool, size)).stream()
                .map(Example::id)
                .toList();
    }

    private static ScoredGroup group(String id, double... rewards) {
        Prompt prompt = Prompt.of(id, List.of(), new int[] {1});
        List<ScoredTrajectory> all = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            Trajectory one = Trajectory.sampled(prompt, i, new int[1], "", Finish.STOP, 0, SamplingParams.of(8));
            all.add(ScoredTrajectory.of(one, rewards[i]));
        }
        return ScoredGroup.of(prompt, all);
    }

    /** So many correct responses and wrong ones. */
    private static ScoredGroup group(String id, int correct, int wrong) {
        double[] rewards = new double[correct + wrong];
        Arrays.fill(rewards, 0, correct, 1);
        return group(id, rewards);
    }

    private NoPositiveResampling curriculum(NoPositiveResamplingConfig config) {
        return new NoPositiveResampling(config, metrics);
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("scalerl-filters");
        NoPositiveResamplingConfig config = new NoPositiveResamplingConfig(
                "", 1, vector.at("/params/pass_rate_cap").asDouble(), History.WHOLE, true);
        NoPositiveResampling curriculum = curriculum(config);
        List<Example> pool = new ArrayList<>();
        List<ScoredGroup> groups = new ArrayList<>();
        vector.at("/inputs/history_correct_total").fields().forEachRemaining(entry -> {
            int correct = entry.getValue().get(0).asInt();
            pool.add(Example.of(entry.getKey(), List.of()));
            groups.add(group(entry.getKey(), correct, entry.getValue().get(1).asInt() - correct));
        });
        Set<String> all = new TreeSet<>(choose(curriculum, pool, 4));
        curriculum.scored(1, groups);
        Set<String> next = new TreeSet<>(choose(curriculum, pool, 4));

        all.removeAll(next);
        Set<String> expected = new TreeSet<>();
        vector.at("/expected/retired_from_next_epoch").forEach(id -> expected.add(id.asText()));
        assertThat(all).isEqualTo(expected);
        assertThat(metrics.values()).containsEntry("curriculum/retired", 1.0); // mean of 0 and 2
    }

    @Test
    void aMasteredPromptIsLeftOutOfTheNextEpochAndOfAllLaterOnes() {
        NoPositiveResampling curriculum = curriculum(IN_ORDER);
        assertThat(choose(curriculum, 3)).containsExactly("p0", "p1", "p2");
        curriculum.scored(1, List.of(group("p0", 10, 0), group("p4", 10, 0)));
        assertThat(choose(curriculum, 3)).containsExactly("p3", "p4", "p5"); // still this epoch
        curriculum.scored(2, List.of(group("p0", 0, 90))); // it was left out by now, whatever follows
        assertThat(choose(curriculum, 5)).containsExactly("p0", "p1", "p2", "p3", "p5");
        curriculum.scored(3, List.of(group("p5", 9, 1)));
        assertThat(choose(curriculum, 4)).containsExactly("p0", "p1", "p2", "p3");
        curriculum.scored(4, List.of(group("p4", 0, 90), group("p5", 0, 90)));
        assertThat(choose(curriculum, 4)).containsExactly("p0", "p1", "p2", "p3"); // p4 and p5 stay out
    }

    @Test
    void theWholeHistoryCountsOrTheLatestResponsesAlone() {
        for (History history : History.values()) {
            NoPositiveResampling curriculum = curriculum(new NoPositiveResamplingConfig("", 1, 0.9, history, false));
            choose(curriculum, 6);
            curriculum.scored(1, List.of(group("p1", 0, 10), group("p2", 10, 0)));
            curriculum.scored(2, List.of(group("p1", 10, 0), group("p2", 8, 2)));

            // p1: 10 of 20, of the latest 10 of 10; p2: 18 of 20, of the latest 8 of 10
            assertThat(choose(curriculum, 5))
                    .isEqualTo(
                            history == History.WHOLE
                                    ? List.of("p0", "p1", "p3", "p4", "p5")
                                    : List.of("p0", "p2", "p3", "p4", "p5"));
        }
    }

    @Test
    void aBatchGoesOnInTheNextEpochAndNeverHasAPromptTwice() {
        NoPositiveResampling curriculum = curriculum(IN_ORDER);
        assertThat(choose(curriculum, 4)).containsExactly("p0", "p1", "p2", "p3");
        assertThat(choose(curriculum, 4)).containsExactly("p4", "p5", "p0", "p1");
        assertThat(choose(curriculum, 3)).containsExactly("p2", "p3", "p4");
        // p5 ends the epoch; the next one has it in the last place, where this batch has it already
        assertThat(choose(curriculum, 9)).containsExactly("p5", "p0", "p1", "p2", "p3", "p4");
        assertThat(choose(curriculum, 2)).containsExactly("p5", "p0"); // what was postponed comes first
    }

    @Test
    void eachEpochHasAnOrderOfItsOwn() {
        NoPositiveResampling curriculum = curriculum(NoPositiveResamplingConfig.DEFAULTS);
        List<String> first = choose(curriculum, 6);
        List<String> second = choose(curriculum, 6);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }

    @Test
    void whereAllAreMasteredAllAreDrawn() {
        NoPositiveResampling curriculum = curriculum(IN_ORDER);
        List<String> all = choose(curriculum, 6);
        curriculum.scored(1, all.stream().map(id -> group(id, 4, 0)).toList());
        assertThat(choose(curriculum, 6)).isEqualTo(all);
    }

    @Test
    void aRestoredCurriculumGoesOnAsTheOneThatWasSaved() throws IOException {
        NoPositiveResampling saved = curriculum(NoPositiveResamplingConfig.DEFAULTS);
        choose(saved, 4);
        saved.scored(1, List.of(group("p1", 4, 0), group("p3", 1, 3)));
        choose(saved, 4);
        ObjectMapper json = new ObjectMapper();
        NoPositiveResampling restored = curriculum(NoPositiveResamplingConfig.DEFAULTS);
        restored.restore(
                json.readValue(json.writeValueAsString(saved.state()), new TypeReference<Map<String, Object>>() {}));
        for (int batch = 0; batch < 6; batch++) {
            assertThat(choose(restored, 4)).isEqualTo(choose(saved, 4));
            List<ScoredGroup> groups = List.of(group("p" + batch, 4, 0));
            restored.scored(batch, groups);
            saved.scored(batch, groups);
        }
        assertThat(restored.state()).isEqualTo(saved.state());
        assertThatThrownBy(() -> restored.restore(Map.of("epoch", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks epoch, drawn");
    }

    @Test
    void oneRewardCanDecide() {
        NoPositiveResampling curriculum =
                curriculum(new NoPositiveResamplingConfig("accuracy", 0.5, 0.9, History.WHOLE, false));
        assertThat(curriculum.requirements()).isEqualTo(Requirements.rewards("accuracy"));
        choose(curriculum, 6);
        ScoredGroup composedSaysWrong = group("p2", -1).map(one -> one.withScores(Map.of("accuracy", Score.of(0.5))));
        curriculum.scored(1, List.of(composedSaysWrong));
        assertThat(choose(curriculum, 5)).doesNotContain("p2");
    }

    @Test
    void aRateOutsideItsRangeIsRefused() {
        for (double rate : new double[] {0, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new NoPositiveResamplingConfig("", 1, rate, History.WHOLE, true))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("passRate must be in (0, 1]");
        }
    }

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(CurriculumPlugin.class);
    }
}
