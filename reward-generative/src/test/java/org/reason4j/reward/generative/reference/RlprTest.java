package org.reason4j.reward.generative.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

class RlprTest {

    private static final Prompt PROMPT = Samples.prompt("p", "q").withFields(Map.of("answer", "abc"));

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final ScriptedPolicy policy = new ScriptedPolicy();

    private Rlpr reward(boolean debias, int maxTokens) {
        return new Rlpr(
                new RlprConfig(AnswerConfig.DEFAULTS, debias, 0, 1),
                new Characters(),
                policy,
                RolloutSettings.of(4, SamplingParams.of(maxTokens)),
                metrics);
    }

    private static double[] values(List<Score> scores) {
        return scores.stream()
                .mapToDouble(score -> ((Score.Value) score).value())
                .toArray();
    }

    /** Log-probabilities of three tokens, then those of {@code </answer>} and the end, which do not count. */
    private static double[] logprobs(double[] probabilities) {
        double[] all = new double[probabilities.length + 10];
        Arrays.fill(all, -9);
        for (int i = 0; i < probabilities.length; i++) {
            all[i] = Math.log(probabilities[i]);
        }
        return all;
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("rlpr");
        String[] thoughts = {"one", "two", "three", "four"};
        for (int i = 0; i < 4; i++) {
            policy.says(
                    thoughts[i] + "<answer>abc</answer>$",
                    logprobs(row(vector.at("/inputs/answer_token_prob_given_reasoning/" + i))));
        }
        policy.says("<answer>abc</answer>$", logprobs(row(vector.at("/inputs/answer_token_prob_without_reasoning/0"))));
        List<Score> scores = reward(true, 64)
                .score(Samples.group(
                        PROMPT,
                        "one<answer>x</answer>",
                        "two<answer>abc</answer>",
                        "three<answer></answer>",
                        "four<answer>z"));
        assertThat(values(scores)).containsExactly(row(vector.at("/expected/reward")), within(1e-5));
        assertThat(metrics.of("rlpr/base"))
                .isCloseTo(vector.at("/expected/base_score").asDouble(), within(1e-5));
        assertThat(metrics.of("rlpr/probability"))
                .isCloseTo(
                        Arrays.stream(row(vector.at("/expected/mean_probability")))
                                .average()
                                .orElseThrow(),
                        within(1e-5));
        assertThat(SpreadShaper.deviation(values(scores)))
                .isCloseTo(vector.at("/expected/group_std_population").asDouble(), within(1e-5));
        // one pass: four responses, and the answer alone
        assertThat(policy.asked).hasSize(5);
    }

    @Test
    void withoutDebiasingItIsTheMeanProbability() {
        policy.says("a<answer>abc</answer>$", logprobs(new double[] {0.5, 0.25, 0.75}));
        assertThat(values(reward(false, 64).score(Samples.group(PROMPT, "a<answer>"))))
                .containsExactly(new double[] {0.5}, within(1e-6));
        assertThat(policy.texts()).containsExactly("a<answer>abc</answer>$");
    }

    @Test
    void aResponseWithoutAPlaceForTheAnswerIsWrong() {
        assertThat(values(reward(true, 64).score(Samples.group(PROMPT, "abc")))).containsExactly(0);
        assertThat(metrics.of("rlpr/missing")).isEqualTo(1);
        assertThat(policy.asked).isEmpty();
        // 22 tokens with the reference
        assertThat(values(reward(true, 21).score(Samples.group(PROMPT, "a<answer>"))))
                .containsExactly(0);
    }

    @Test
    void anAnswerWithinTheLimitOfALargestRewardIsRefusedOtherwise() {
        assertThatThrownBy(() -> new RlprConfig(AnswerConfig.DEFAULTS, true, 1, 1))
                .hasMessage("rlpr.highest must be a number above rlpr.lowest, 1.0, got 1.0");
    }

    private static ScoredGroup group(double... rewards) {
        return ScoredGroup.of(
                PROMPT,
                Arrays.stream(rewards)
                        .mapToObj(reward -> ScoredTrajectory.of(Samples.response(PROMPT, 0, "a"), reward))
                        .toList());
    }

    @Test
    void promptsWhoseRewardsHardlyDifferArePassedOver() {
        // averages from step 1, passes over from step 2; threshold half of the average
        SpreadShaper shaper = new SpreadShaper(new SpreadConfig(0.5, 0.5, 1, 2), metrics);
        // deviations 0.5 and 0.1: average 0.3
        List<ScoredGroup> first = shaper.shape(List.of(group(0, 1), group(0.2, 0.4)));
        assertThat(first.get(1).rewards()).containsExactly(0.2, 0.4);
        // threshold 0.15
        List<ScoredGroup> second = shaper.shape(List.of(group(0, 1), group(0.2, 0.4)));
        assertThat(second.get(0).rewards()).containsExactly(0, 1);
        assertThat(second.get(1).rewards()).containsExactly(new double[] {0.3, 0.3}, within(1e-12));
        assertThat(metrics.of("rlpr/passed_over")).isEqualTo(0.25);
    }

    @Test
    void theMovingAverageSurvivesARestart() {
        SpreadConfig config = new SpreadConfig(1, 0.5, 1, 2);
        SpreadShaper shaper = new SpreadShaper(config, metrics);
        shaper.shape(List.of(group(0, 1))); // average 0.5
        shaper.shape(List.of(group(0, 3))); // 0.5 * 0.5 + 0.5 * 1.5 = 1
        SpreadShaper resumed = new SpreadShaper(config, metrics);
        resumed.restore(shaper.state());
        assertThat(resumed.state()).isEqualTo(Map.of("step", 2, "average", 1.0));
        // a deviation of 0.9 is below the threshold of 1
        assertThat(resumed.shape(List.of(group(0, 1.8))).get(0).rewards()).containsExactly(0.9, 0.9);
    }
}
