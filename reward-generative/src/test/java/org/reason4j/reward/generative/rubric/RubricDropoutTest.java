package org.reason4j.reward.generative.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.text.TextModel;
import org.reason4j.reward.generative.Configs;
import org.reason4j.reward.generative.rubric.Criterion.Category;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.testkit.RecordedMetrics;

class RubricDropoutTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    @Test
    void seedNumberAndRewardAreReproduced() throws IOException {
        JsonNode vector = vector("rubric-dropout");
        double[] weights = row(vector.at("/inputs/weights"));
        int kept = RubricDropout.kept(
                weights.length,
                vector.at("/params/fraction").asDouble(),
                vector.at("/params/min_keep").asInt());
        assertThat(kept).isEqualTo(vector.at("/expected/n_keep").asInt());
        long seed = RubricDropout.seed(
                vector.at("/inputs/example_id").asText(),
                vector.at("/inputs/step").asLong());
        assertThat(Long.toUnsignedString(seed))
                .isEqualTo(vector.at("/expected/seed_first_8_bytes_big_endian").asText());
        int[] subset = Arrays.stream(row(vector.at("/inputs/kept_criteria")))
                .mapToInt(value -> (int) value)
                .toArray();
        for (int i = 0; i < vector.at("/inputs/verdicts").size(); i++) {
            double[] met = row(vector.at("/inputs/verdicts").get(i));
            assertThat(RubricScore.weighted(weights, met))
                    .isCloseTo(vector.at("/expected/full_reward").get(i).asDouble(), within(1e-5));
            assertThat(RubricScore.weighted(pick(weights, subset), pick(met, subset)))
                    .isCloseTo(vector.at("/expected/dropped_reward").get(i).asDouble(), within(1e-5));
        }
    }

    private static double[] pick(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
    }

    @Test
    void theNumberOfKeptCriteriaHasAFloor() {
        assertThat(RubricDropout.kept(10, 0.45, 1)).isEqualTo(6); // 10 - floor(4.5)
        assertThat(RubricDropout.kept(10, 0.9, 3)).isEqualTo(3);
        assertThat(RubricDropout.kept(2, 0.9, 3)).isEqualTo(2);
        assertThat(RubricDropout.kept(0, 0.5, 3)).isZero();
    }

    @Test
    void everyCriterionIsKeptInSomeStepsAndOneSubsetBelongsToOneSeed() {
        int[] times = new int[5];
        for (int step = 0; step < 1000; step++) {
            long seed = RubricDropout.seed("17", step);
            int[] subset = RubricDropout.subset(5, 2, seed);
            assertThat(subset).hasSize(2).isEqualTo(RubricDropout.subset(5, 2, seed));
            Arrays.stream(subset).forEach(criterion -> times[criterion]++);
        }
        // 400 expected, with a standard deviation of 15
        assertThat(Arrays.stream(times).boxed()).allMatch(count -> count > 330 && count < 470);
    }

    @Test
    void aGroupIsJudgedByTheSameCriteriaAndAnotherUpdateByOthers(@TempDir Path cache) throws Exception {
        Configs config = Configs.rubric(
                        Mode.CHECKLIST,
                        IntStream.range(0, 6)
                                .mapToObj(i -> Criterion.of("criterion-" + i))
                                .toArray(Criterion[]::new))
                .dropout(0.5)
                .cache(cache);
        Set<Set<String>> masks = new HashSet<>();
        for (long version = 0; version < 6; version++) {
            asked.clear();
            reward(config.base()).score(group(version, "one", "two", "three"));
            Set<Set<String>> ofGroup =
                    asked.stream().map(RubricDropoutTest::criteria).collect(Collectors.toSet());
            assertThat(ofGroup).hasSizeLessThan(2); // none where the mask is a known one, which the cache answers
            assertThat(ofGroup).allMatch(mask -> mask.size() == 3);
            masks.addAll(ofGroup);
        }
        assertThat(masks).hasSizeGreaterThan(2);
        assertThat(metrics.of("rubric_dropout/kept")).isEqualTo(0.5);
        // the same mask is in the cache, another one is not: its question is another one
        assertThat(metrics.of("judge/calls")).isEqualTo(3 * masks.size());
        assertThat(metrics.of("judge/cache_hits")).isEqualTo(18 - 3 * masks.size());
    }

    private static Set<String> criteria(String question) {
        return IntStream.range(0, 6)
                .mapToObj(i -> "criterion-" + i)
                .filter(question::contains)
                .collect(Collectors.toSet());
    }

    @Test
    void aCriterionWithAVetoIsNeverLeftOutAndTakesEverything() throws Exception {
        Criterion hard = new Criterion("criterion-hard", Category.OPTIONAL, Optional.empty(), true);
        Configs config = Configs.rubric(
                        Mode.PER_CRITERION, Criterion.of("criterion-1"), Criterion.of("criterion-2"), hard)
                .dropout(0.5);
        for (long version = 0; version < 10; version++) {
            asked.clear();
            List<Score> scores = reward(config.base()).score(group(version, "soft", "good"));
            assertThat(asked).anyMatch(question -> question.contains("criterion-hard"));
            assertThat(scores).containsExactly(Score.of(0), Score.of(1));
        }
    }

    private Rubric reward(RubricConfig config) {
        TextModel judge = new TextModel() {
            @Override
            public Completion complete(Request request) {
                String question = request.messages().get(0).content();
                asked.add(question);
                boolean met = !(question.contains("soft") && question.contains("criterion-hard"));
                String verdict =
                        question.contains("JSON") ? "{\"1\": true, \"2\": true, \"3\": true}" : met ? "yes" : "no";
                return Completion.of("<verdict>" + verdict + "</verdict>", Finish.STOP);
            }

            @Override
            public String identity() {
                return "scripted";
            }
        };
        return new Rubric(config, key -> judge, metrics);
    }

    private static Group group(long version, String... responses) {
        Prompt prompt = Prompt.of("p", List.of(Message.user("Say it.")), new int[] {1});
        return Group.of(
                prompt,
                IntStream.range(0, responses.length)
                        .mapToObj(i -> Trajectory.sampled(
                                prompt, i, new int[] {2}, responses[i], Finish.STOP, version, SamplingParams.of(64)))
                        .toList());
    }
}
