package org.reason4j.optimizer.mixed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.mixed.Responses.group;
import static org.reason4j.optimizer.mixed.Responses.replayed;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.optimizer.mixed.Responses;
import org.reason4j.optimizer.mixed.Success;
import org.reason4j.testkit.RecordedMetrics;

class ExGrpoTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Experience experience = new Experience();
    private final ExGrpo shaper = shaper(0.35);

    private ExGrpo shaper(double start) {
        return new ExGrpo(new ExGrpo.Config(1, 4, start, Success.DEFAULTS), experience, metrics);
    }

    /** Eight responses of which so many are right; each has its place as its entropy, the last ones the smallest. */
    private static ScoredGroup solved(String id, int right) {
        double[] rewards = new double[8];
        Arrays.fill(rewards, 0, right, 1);
        return measured(group(id, 0, 0, rewards));
    }

    private static ScoredGroup measured(ScoredGroup group) {
        return group.map(one -> one.withTrajectory(one.trajectory()
                .with(
                        TokenStream.ENTROPY,
                        Responses.filled(one.trajectory(), 8 - one.trajectory().sample()))));
    }

    /** A batch of four of eight examples, whose ids are e0 to e7. */
    private record Batch(int number) implements PromptBatch {

        private static final List<Example> POOL = IntStream.range(0, 8)
                .mapToObj(i -> Example.of("e" + i, List.of(Message.user("e" + i))))
                .toList();

        @Override
        public int size() {
            return 4;
        }

        @Override
        public long seed() {
            return 5;
        }

        @Override
        public List<Example> pool() {
            return POOL;
        }

        @Override
        public Optional<Example> example(String id) {
            return POOL.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            return POOL.subList(0, 4);
        }
    }

    private static List<String> ids(List<Example> examples) {
        return examples.stream().map(Example::id).toList();
    }

    @Test
    void bucketsHaveTheWeightsOfANormalDistribution() throws IOException {
        JsonNode vector = vector("exgrpo-buckets");
        int n = vector.at("/inputs/n_rollouts").asInt();
        double sigma = vector.at("/params/sigma").asDouble();
        double[] weights = IntStream.range(1, n)
                .mapToDouble(k -> Experience.weight(k, n, sigma))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        assertThat(Arrays.stream(weights).map(weight -> weight / sum).toArray())
                .containsExactly(row(vector.at("/expected/weights_for_correct_count_1_to_7")), within(1e-6));
        assertThat(Experience.weight(0, n, sigma)).isZero();
        assertThat(Experience.weight(n, n, sigma)).isZero();
    }

    @Test
    void promptsAreDrawnByTheWeightOfTheirBucketAndThenAlike() {
        shaper(0.1).shape(List.of(solved("two", 2), solved("four", 4), solved("also-four", 4), solved("never", 0)));
        int[] counts = new int[3];
        List<String> prompts = List.of("two", "four", "also-four");
        for (int key = 0; key < 4000; key++) {
            counts[prompts.indexOf(experience.draw(1, 1, key).get(0))]++;
        }
        // weights exp(-2) = 0.1353 and 1: chances 0.1192 and 0.8808, of which each of the two has half
        assertThat(counts[0] / 4000.0).isCloseTo(0.1192, within(0.02));
        assertThat(counts[1] / 4000.0).isCloseTo(0.4404, within(0.03));
        assertThat(experience.draw(9, 1, 1)).containsExactlyInAnyOrder("two", "four", "also-four");
    }

    @Test
    void halfOfABatchIsChosenOnceTheStepsShareExceedsTheStart() {
        ExGrpoCurriculum curriculum = new ExGrpoCurriculum(ExGrpoCurriculum.Config.DEFAULTS, experience);
        shaper.shape(List.of(solved("e5", 2), solved("e6", 3))); // 5 of 16 are right: 0.31
        assertThat(ids(curriculum.choose(new Batch(1)))).containsExactly("e0", "e1", "e2", "e3");
        List<ScoredGroup> none = shaper.shape(List.of(solved("e5", 3), solved("e6", 3))); // 0.375
        assertThat(replayed(none)).isEmpty();

        List<String> chosen = ids(curriculum.choose(new Batch(2)));
        assertThat(chosen.subList(0, 2)).containsExactlyInAnyOrder("e5", "e6");
        assertThat(chosen.subList(2, 4)).containsExactly("e0", "e1");
        List<ScoredGroup> groups = new ArrayList<>();
        chosen.forEach(id -> groups.add(solved(id, 3)));
        List<ScoredGroup> mixed = shaper.shape(groups);
        assertThat(mixed).extracting(ScoredGroup::size).containsExactly(9, 9, 8, 8);
        assertThat(replayed(mixed))
                .allSatisfy(one -> assertThat(one.trajectory().token(0))
                        .isEqualTo(2)); // of the right ones, 0 to 2, the last has the lowest entropy
        assertThat(replayed(shaper.shape(groups))).isEmpty(); // each promise is kept once
    }

    @Test
    void withoutTheCurriculumEveryPromptWithExperienceIsReplayed() {
        ExGrpo early = shaper(0.1);
        early.shape(List.of(solved("a", 4), solved("b", 4), solved("c", 0)));
        List<ScoredGroup> mixed = early.shape(List.of(solved("a", 1), solved("c", 1), solved("b", 1)));
        assertThat(mixed).extracting(ScoredGroup::size).containsExactly(9, 8, 9);
    }

    @Test
    void aPromptThatIsAlwaysSolvedIsRetired() {
        shaper.shape(List.of(solved("a", 4), solved("b", 4)));
        shaper.shape(List.of(solved("a", 8)));
        assertThat(experience.draw(9, 1, 1)).containsExactly("b");
        assertThat(replayed(shaper.shape(List.of(solved("a", 4))))).isEmpty();
        assertThat(experience.draw(9, 1, 1)).containsExactlyInAnyOrder("a", "b"); // it is not solved any more
    }
}
