package org.reason4j.reward.unsupervised.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.text.TextModel;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.Vectors;

class CoRewardTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final CoReward reward = new CoReward(CoRewardConfig.DEFAULTS);

    /** Answers each prompt with given texts, by its last message. */
    private record Scripted(Map<String, List<String>> answers) implements RolloutEngine {

        @Override
        public List<Trajectory> generate(List<RolloutRequest> requests) {
            List<Trajectory> written = new ArrayList<>();
            for (RolloutRequest request : requests) {
                Prompt prompt = request.prompt();
                String text = answers.get(prompt.messages().get(0).content()).get(request.sample());
                int[] tokens = new Characters().encode(text + "$");
                written.add(
                        Trajectory.sampled(prompt, request.sample(), tokens, text, Finish.STOP, 0, request.params()));
            }
            return written;
        }

        @Override
        public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
            throw new AssertionError("no plans");
        }
    }

    private record Step(List<Prompt> prompts, int groupSize, RolloutEngine rollouts) implements SamplingStep {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public SamplingParams params() {
            return SamplingParams.of(16);
        }
    }

    private static Prompt prompt(Map<String, String> fields) {
        return Prompt.of("p", List.of(Message.user("two and two?")), new int[] {1})
                .withFields(fields);
    }

    private List<Group> sample(
            CoRewardSamplerConfig config, TextModel model, Prompt prompt, List<String> own, List<String> other) {
        Map<String, List<String>> answers = new HashMap<>();
        answers.put("two and two?", own);
        answers.put("2 plus 2?", other);
        return new CoRewardSampler(config, new Characters(), key -> model, new ReadText(), metrics)
                .sample(new Step(List.of(prompt), own.size(), new Scripted(answers)));
    }

    private List<Group> sample(List<String> own, List<String> other) {
        return sample(
                CoRewardSamplerConfig.DEFAULTS,
                request -> {
                    throw new AssertionError("the dataset brings the wording");
                },
                prompt(Map.of("paraphrase", "2 plus 2?", "answer", "4")),
                own,
                other);
    }

    @Test
    void thePublishedExampleIsReproduced() throws Exception {
        JsonNode vector = vector("co-reward");
        List<Group> groups = sample(
                Vectors.texts(vector.at("/inputs/answers_original")),
                Vectors.texts(vector.at("/inputs/answers_rephrased")));
        assertThat(values(reward.score(groups.get(0))))
                .containsExactly(Vectors.row(vector.at("/expected/reward_original")));
        assertThat(values(reward.score(groups.get(1))))
                .containsExactly(Vectors.row(vector.at("/expected/reward_rephrased")));
        assertThat(metrics.of("co_reward/same_label")).isZero();
        assertThat(metrics.of("co_reward/ratio")).isEqualTo(2 / 3.0);
    }

    @Test
    void theSecondGroupAsksTheOtherWordingAndKeepsTheFields() {
        Prompt second = sample(List.of("4", "4"), List.of("4", "5")).get(1).prompt();
        assertThat(second.id()).isEqualTo("p~");
        assertThat(second.messages()).containsExactly(Message.user("2 plus 2?"));
        assertThat(second.tokens()).isEqualTo(new Characters().render(second.messages()));
        assertThat(second.field("answer")).hasValue("4");
    }

    @Test
    void whereTheOtherWordingHasNoReadableAnswerThereIsNoScore() {
        List<Group> groups = sample(List.of("4", ""), List.of("", ""));
        assertThat(reward.score(groups.get(0)))
                .containsOnly(
                        Score.unscorable("no response to the other wording of the problem has a readable answer"));
        assertThat(values(reward.score(groups.get(1)))).containsExactly(0, 0); // nobody says 4
    }

    @Test
    void aTextModelWritesTheOtherWording() {
        List<String> asked = new ArrayList<>();
        List<Group> groups = sample(
                written(),
                request -> {
                    asked.add(request.messages().get(0).content());
                    return TextModel.Completion.of(" 2 plus 2?\n", Finish.STOP);
                },
                prompt(Map.of()),
                List.of("4", "5"),
                List.of("4", "4"));
        assertThat(asked).containsExactly("In other words: two and two?");
        assertThat(values(reward.score(groups.get(0)))).containsExactly(1, 0);
    }

    @Test
    void aPromptWithoutAnotherWordingIsSampledAloneAndHasNoScore() {
        List<Group> groups = sample(
                written(),
                request -> {
                    throw new java.io.IOException("no connection");
                },
                prompt(Map.of()),
                List.of("4", "4"),
                List.of());
        assertThat(groups).hasSize(1);
        assertThat(reward.score(groups.get(0))).hasSize(2).allMatch(Score.Unscorable.class::isInstance);
        assertThat(metrics.sums()).containsEntry("co_reward/without_wording", 1.0);
    }

    private static CoRewardSamplerConfig written() {
        return new CoRewardSamplerConfig(
                "paraphrase", "writer", "In other words: {question}", 64, Equality.NORMAL_FORM, "answer");
    }

    @Test
    void theDatasetNeedsTheFieldOnlyWhereNobodyWritesWordings() {
        assertThat(new CoRewardSampler(
                                CoRewardSamplerConfig.DEFAULTS, new Characters(), key -> null, new ReadText(), metrics)
                        .requirements()
                        .fields())
                .containsExactly("paraphrase");
        assertThat(new CoRewardSampler(written(), new Characters(), key -> null, new ReadText(), metrics)
                        .requirements()
                        .fields())
                .isEmpty();
    }
}
