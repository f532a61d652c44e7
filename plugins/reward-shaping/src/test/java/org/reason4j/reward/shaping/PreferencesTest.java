package org.reason4j.reward.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.testkit.RecordedMetrics;

/** What else is preferred among right responses: hard prompts, unusual ones, short ones. */
class PreferencesTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void theWorkedExampleOfDifficultyIsReproduced() throws IOException {
        JsonNode vector = vector("difficulty-weight");
        ScoredGroup group = Groups.rewarded(row(vector.at("/inputs/rewards")));
        DifficultyWeight.Config balanced = new DifficultyWeight.Config(DifficultyWeight.Scheme.BALANCED, 0);
        assertThat(new DifficultyWeight(balanced, metrics)
                        .shape(List.of(group))
                        .get(0)
                        .rewards())
                .containsExactly(row(vector.at("/expected/weighted")), within(1e-9));
        assertThat(metrics.of("difficulty_weight/accuracy"))
                .isEqualTo(vector.at("/expected/p").asDouble());
    }

    @Test
    void hardPromptsCountMoreAndSolvedOnesNothing() {
        // p = 1/4, 3/4, 1: factors 3/4, 1/4, 0
        List<ScoredGroup> step =
                List.of(Groups.rewarded(1, 0, 0, -1), Groups.rewarded(1, 1, 1, 0), Groups.rewarded(1, 1));
        List<ScoredGroup> shaped = new DifficultyWeight(DifficultyWeight.Config.DEFAULTS, metrics).shape(step);
        assertThat(shaped.get(0).rewards()).containsExactly(0.75, 0, 0, -0.75);
        assertThat(shaped.get(1).rewards()).containsExactly(0.25, 0.25, 0.25, 0);
        assertThat(shaped.get(2).rewards()).containsExactly(0, 0);
    }

    @Test
    void theWorkedExampleOfDarlingIsReproduced() throws IOException {
        JsonNode vector = vector("darling");
        double[] quality = row(vector.at("/inputs/quality"));
        double[] diversity = row(vector.at("/inputs/diversity"));
        double[] expected = row(vector.at("/expected/reward"));
        for (int i = 0; i < quality.length; i++) {
            assertThat(quality[i] * Darling.factor(quality[i], diversity[i])).isEqualTo(expected[i]);
        }
    }

    @Test
    void diversityIsTheShareOfNgramsThatNobodyElseHas() {
        // 2-grams: abc has ab bc, abd has ab bd, xyz has xy yz: 1/2, 1/2 and all of them are their own
        assertThat(darling(Darling.Diversity.NGRAMS, Groups.saying(1, "abc", "abd", "xyz")))
                .containsExactly(0.5, 0.5, 1);
    }

    @Test
    void aResponseShorterThanAnNgramIsOne() {
        assertThat(darling(Darling.Diversity.NGRAMS, Groups.saying(1, "a", "a", "b", "")))
                .containsExactly(0, 0, 1, 1);
    }

    @Test
    void diversityIsTheShareOfTheOthersThatAnswerDifferently() {
        // of three others: 4 twice, 7 once, none once
        assertThat(darling(Darling.Diversity.ANSWERS, Groups.saying(2, "4", "4", "7", "")))
                .containsExactly(new double[] {4 / 3.0, 4 / 3.0, 2, 2}, within(1e-9));
    }

    @Test
    void aBadResponseIsNotBetterForBeingUnusual() {
        assertThat(darling(Darling.Diversity.ANSWERS, Groups.saying(-1, "4", "4", "7")))
                .containsExactly(-1, -1, -1);
    }

    @Test
    void aResponseByItselfKeepsItsReward() {
        assertThat(darling(Darling.Diversity.ANSWERS, Groups.saying(1, "4"))).containsExactly(1);
        assertThat(darling(Darling.Diversity.NGRAMS, Groups.saying(1, "abc"))).containsExactly(1);
    }

    private double[] darling(Darling.Diversity diversity, ScoredGroup group) {
        Darling shaper = new Darling(new Darling.Config(diversity, 2), new Groups.WholeResponse(), metrics);
        return shaper.shape(List.of(group)).get(0).rewards();
    }

    @Test
    void aRareAnswerGetsABonus() {
        // 4 four times: 0.1 / 2; 7 once: 0.1; no answer: nothing
        RareAnswer shaper = new RareAnswer(RareAnswer.Config.DEFAULTS, new Groups.WholeResponse(), metrics);
        assertThat(shaper.shape(List.of(Groups.saying(1, "4", "4", "4", "4", "7", "")))
                        .get(0)
                        .rewards())
                .containsExactly(new double[] {1.05, 1.05, 1.05, 1.05, 1.1, 1}, within(1e-9));
        assertThat(metrics.of("rare_answer/answers")).isEqualTo(2);
    }

    @Test
    void theWorkedExampleOfLengthScaledCorrectnessIsReproduced() throws IOException {
        JsonNode vector = vector("length-scaled");
        double[] completion = row(vector.at("/inputs/completion"));
        double k = vector.at("/params/k").asDouble();
        for (int i = 0; i < completion.length; i++) {
            assertThat(LengthScaled.of(completion[i], true, k)).isEqualTo(row(vector.at("/expected/correct"))[i]);
            assertThat(LengthScaled.of(completion[i], false, k)).isEqualTo(row(vector.at("/expected/wrong"))[i]);
        }
    }

    @Test
    void aResponseThatWasCutOffGetsARewardOfItsOwn() {
        // 5 of 10 tokens: right (0.5 + 0.25) / 2, wrong -0.5; cut off: -2, though it is right
        LengthScaled shaper = new LengthScaled(new LengthScaled.Config("", 0, 10, 0.5, -2), metrics);
        ScoredGroup group = Groups.of(
                Groups.response(0, 1, 5, Finish.STOP),
                Groups.response(1, 0, 5, Finish.STOP),
                Groups.response(2, 1, 10, Finish.LENGTH));
        assertThat(shaper.shape(List.of(group)).get(0).rewards()).containsExactly(0.375, -0.5, -2);
    }

    @Test
    void theWorkedExampleOfEfficientLengthIsReproduced() throws IOException {
        JsonNode vector = vector("efficient-reasoning-length");
        double[] lengths = row(vector.at("/inputs/lengths"));
        double[] right = row(vector.at("/inputs/correct"));
        ScoredTrajectory[] responses = new ScoredTrajectory[lengths.length];
        Arrays.setAll(responses, i -> Groups.response(i, right[i], (int) lengths[i], Finish.STOP));
        EfficientLength shaper = new EfficientLength(EfficientLength.Config.DEFAULTS);
        assertThat(shaper.shape(List.of(Groups.of(responses))).get(0).rewards())
                .containsExactly(row(vector.at("/expected/reward")), within(1e-5));
        assertThat(shaper.shape(List.of(Groups.rewarded(1, 0))).get(0).rewards())
                .containsExactly(row(vector.at("/expected/single_correct")), within(1e-5));
    }

    @Test
    void aRightResponseThatWasCutOffIsNotEfficient() {
        ScoredGroup group = Groups.of(Groups.response(0, 1, 8, Finish.LENGTH), Groups.response(1, 1, 4, Finish.STOP));
        assertThat(new EfficientLength(EfficientLength.Config.DEFAULTS)
                        .shape(List.of(group))
                        .get(0)
                        .rewards())
                .containsExactly(0, 0.95);
    }
}
