package org.reason4j.core.trainer.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;

class ResponseQuestionsTest {

    private static final ResponseQuestionsConfig CONFIG = new ResponseQuestionsConfig(
            "{{question}}{{response}} of {{field.answer}}?", "rule", 1, "answer", "yes", "no", 1, true);

    private final PolicyResponses responses = new PolicyResponses(Optional.of(Set.of("rule", "judge")));
    private final Map<String, Double> counted = new TreeMap<>();
    private final Metrics metrics = new Metrics() {
        @Override
        public void mean(String name, double value) {
            throw new AssertionError(name);
        }

        @Override
        public void add(String name, double value) {
            counted.merge(name, value, Double::sum);
        }
    };

    /** Responses to {@code 1+1=}; the rule finds those right that begin with 2. */
    private static ScoredGroup group(String id, String... texts) {
        Prompt prompt = Prompt.of(id, List.of(Message.user("1+1=")), new int[] {1})
                .withFields(Map.of("answer", "two", "level", 1));
        List<ScoredTrajectory> scored = new ArrayList<>();
        for (String text : texts) {
            Trajectory response = Trajectory.sampled(
                    prompt, scored.size(), new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(4));
            Map<String, Score> scores =
                    Map.of("rule", Score.of(text.startsWith("2") ? 1 : 0.5), "judge", Score.unscorable("no verdict"));
            scored.add(ScoredTrajectory.of(response, 0.25).withScores(scores));
        }
        return ScoredGroup.of(prompt, scored);
    }

    private static PromptBatch batch(int number, int size, long seed) {
        List<Example> own = IntStream.range(0, size)
                .mapToObj(
                        i -> Example.of("own " + i, List.of(Message.user("?"))).withFields(Map.of("answer", "no")))
                .toList();
        return new PromptBatch() {
            @Override
            public int number() {
                return number;
            }

            @Override
            public int size() {
                return size;
            }

            @Override
            public long seed() {
                return seed;
            }

            @Override
            public List<Example> pool() {
                return own;
            }

            @Override
            public Optional<Example> example(String id) {
                return own.stream().filter(one -> one.id().equals(id)).findFirst();
            }

            @Override
            public List<Example> inOrder() {
                return own;
            }
        };
    }

    private ResponseQuestions questions(ResponseQuestionsConfig config) {
        return new ResponseQuestions(config, responses, metrics);
    }

    private static long labelled(List<Example> examples, String label) {
        return examples.stream()
                .filter(one -> one.id().startsWith("step"))
                .filter(one -> label.equals(one.fields().get("answer")))
                .count();
    }

    @Test
    void aResponseIsAQuestionWithItsLabelItsScoresAndTheFieldsOfItsExample() {
        responses.use(3, List.of(group("sum", "2 {{response}}")));
        Example question = questions(CONFIG).choose(batch(1, 1, 7)).get(0);
        assertThat(question.id()).isEqualTo("step 3, sum, response 1");
        assertThat(question.messages()).containsExactly(Message.user("1+1=2 {{response}} of two?"));
        assertThat(question.fields())
                .containsOnly(
                        entry("answer", "yes"),
                        entry("level", 1),
                        entry("response", "2 {{response}}"),
                        entry("scores", Map.of("rule", 1.0)));
    }

    @Test
    void halfOfABatchIsRightAndOwnDataFillsWhatRunsShort() {
        responses.use(1, List.of(group("a", "2", "2 ", "2  ", "2   ", "2    "), group("b", "3", "4")));
        List<Example> chosen = questions(CONFIG).choose(batch(1, 7, 7));
        // the odd one of seven belongs to right responses in odd batches: 4 of 5 right, 2 of 3 wanted wrong, 1 of its
        // own
        assertThat(labelled(chosen, "yes")).isEqualTo(4);
        assertThat(labelled(chosen, "no")).isEqualTo(2);
        assertThat(chosen).hasSize(7).extracting(Example::id).endsWith("own 0");
        assertThat(counted)
                .containsOnly(
                        entry("policy_responses/right", 4.0),
                        entry("policy_responses/wrong", 2.0),
                        entry("policy_responses/other", 1.0));
    }

    @Test
    void withoutBalanceTheProportionIsThePolicys() {
        responses.use(1, List.of(group("a", "2", "2 ", "2  ", "3", "4", "5", "6", "7", "8")));
        ResponseQuestionsConfig asWritten =
                new ResponseQuestionsConfig(CONFIG.template(), "rule", 1, "answer", "yes", "no", 0.75, false);
        List<Example> chosen = questions(asWritten).choose(batch(1, 8, 7));
        // 6 of 8 are about responses, of which a third is right
        assertThat(labelled(chosen, "yes")).isEqualTo(2);
        assertThat(labelled(chosen, "no")).isEqualTo(4);
        assertThat(chosen).hasSize(8);
    }

    @Test
    void equalTextsOfOneQuestionCountOnceAlsoInTwoGroups() {
        responses.use(1, List.of(group("a", "2", "2", "3"), group("a", "3", "4"), group("b", "2")));
        assertThat(questions(CONFIG).choose(batch(1, 8, 7)))
                .extracting(Example::id)
                .filteredOn(id -> id.startsWith("step"))
                .containsExactlyInAnyOrder(
                        "step 1, a, response 1",
                        "step 1, a, response 2",
                        "step 1, a, response 3",
                        "step 1, b, response 1");
    }

    @Test
    void theChoiceDependsOnTheSeedAndTheStepAlone() {
        String[] texts = IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 + 2) + " ".repeat(i))
                .toArray(String[]::new);
        List<List<String>> choices = new ArrayList<>();
        for (int[] key : new int[][] {{1, 7}, {1, 7}, {1, 8}, {2, 7}}) {
            responses.use(key[0], List.of(group("a", texts)));
            choices.add(questions(CONFIG).choose(batch(1, 6, key[1])).stream()
                    .map(one -> one.fields().get("response").toString())
                    .toList());
        }
        assertThat(choices.get(1)).isEqualTo(choices.get(0));
        assertThat(choices.get(2)).isNotEqualTo(choices.get(0));
        assertThat(choices.get(3)).isNotEqualTo(choices.get(0));
    }

    @Test
    void aSecondBatchOfAStepAsksOfOtherResponses() {
        responses.use(1, List.of(group("a", "2", "2 ", "3", "4")));
        ResponseQuestions questions = questions(CONFIG);
        List<String> ids = Stream.of(1, 2)
                .flatMap(number -> questions.choose(batch(number, 2, 7)).stream())
                .map(Example::id)
                .toList();
        assertThat(ids).hasSize(4).doesNotHaveDuplicates().allMatch(id -> id.startsWith("step 1, a"));
    }

    @Test
    void onlyALearnerAsksThemAndOnlyByARewardOfThePolicy() {
        assertThatThrownBy(() -> new ResponseQuestions(CONFIG, new PolicyResponses(Optional.empty()), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("this recipe is not under learners of another");
        ResponseQuestionsConfig other =
                new ResponseQuestionsConfig(CONFIG.template(), "answer", 1, "answer", "yes", "no", 1, true);
        assertThatThrownBy(() -> questions(other))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "policy-responses.reward is 'answer', but the policy's rewards are [judge, rule]");
    }
}
