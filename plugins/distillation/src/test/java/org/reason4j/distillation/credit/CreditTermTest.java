package org.reason4j.distillation.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.distillation.credit.CreditTerm.Combine;
import org.reason4j.distillation.credit.CreditTerm.Student;
import org.reason4j.testkit.Batch;

class CreditTermTest {

    private static final Offset<Float> SIX_DIGITS = within(2e-6f);

    @Test
    void advantagesAreReproducedAloneAddedAndLookingAhead() throws IOException {
        JsonNode vector = vector("opd-advantage");
        double coefficient = vector.at("/params/coef").asDouble();
        double mixed = vector.at("/params/coef_mixed").asDouble();
        double discount = vector.at("/params/discount").asDouble();
        assertRows(vector, term(coefficient, Combine.REPLACE, 0), "pure_advantages");
        assertRows(vector, term(mixed, Combine.ADD, 0), "mixed_advantages");
        assertRows(vector, term(coefficient, Combine.REPLACE, discount), "discounted_pure_advantages");
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            double[] gaps = gaps(vector, i, "sampled_logp");
            for (int t = 0; t < gaps.length; t++) {
                assertThat((float) gaps[t])
                        .isCloseTo(matrix(vector.at("/expected/reverse_kl_token"))[i][t], SIX_DIGITS);
                sum += gaps[t];
            }
        }
        assertThat(sum / 7).isCloseTo(vector.at("/expected/teacher_kl_mean").asDouble(), within(2e-6));
    }

    private static CreditTerm term(double coefficient, Combine combine, double lookAhead) {
        return new CreditTerm(coefficient, combine, lookAhead, 0, Student.OLD);
    }

    private static void assertRows(JsonNode vector, CreditTerm term, String expected) {
        for (int i = 0; i < 2; i++) {
            float[] found = term.advantages(
                    matrix(vector.at("/inputs/task_advantages"))[i],
                    gaps(vector, i, "sampled_logp"),
                    learned(vector, i));
            assertThat(found).containsExactly(matrix(vector.get("expected").get(expected))[i], SIX_DIGITS);
        }
    }

    @Test
    void weightsThatFallWithTheDriftAreReproducedWithTheLossAroundThem() throws IOException {
        JsonNode vector = vector("iw-opd");
        CreditTerm term =
                new CreditTerm(1, Combine.REPLACE, 0, vector.at("/params/gamma").asDouble(), Student.BEHAVIOUR);
        float[][] advantages = new float[2][];
        for (int i = 0; i < 2; i++) {
            double[] gaps = gaps(vector, i, "rollout_logp");
            boolean[] learned = learned(vector, i);
            double[] weights =
                    DriftWeights.of(gaps, learned, vector.at("/params/gamma").asDouble());
            for (int t = 0; t < weights.length; t++) {
                assertThat((float) weights[t])
                        .isCloseTo(matrix(vector.at("/expected/weights_masked"))[i][t], SIX_DIGITS);
            }
            advantages[i] = term.advantages(new float[4], gaps, learned);
            assertThat(advantages[i]).containsExactly(matrix(vector.at("/expected/advantages"))[i], SIX_DIGITS);
        }
        // -A l, a mean over tokens: the plain policy gradient
        Batch.Result result = Batch.policy(
                        matrix(vector.at("/inputs/logp")),
                        matrix(vector.at("/inputs/logp")),
                        advantages,
                        matrix(vector.at("/inputs/mask")))
                .evaluate((batch, leaf) ->
                        batch.tokenMean(leaf.mul(batch.advantages()).neg()));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), within(3e-6));
        for (int i = 0; i < 2; i++) {
            assertThat(result.gradient()[i]).containsExactly(matrix(vector.at("/expected/dloss_dlogp"))[i], SIX_DIGITS);
        }
    }

    private static double[] gaps(JsonNode vector, int i, String student) {
        return ReverseKl.gaps(
                matrix(vector.get("inputs").get(student))[i],
                matrix(vector.at("/inputs/teacher_logp"))[i],
                learned(vector, i));
    }

    private static boolean[] learned(JsonNode vector, int i) {
        float[] mask = matrix(vector.at("/inputs/mask"))[i];
        boolean[] learned = new boolean[mask.length];
        for (int t = 0; t < mask.length; t++) {
            learned[t] = mask[t] > 0;
        }
        return learned;
    }

    @Test
    void whatAToolWroteIsNeitherCreditedNorCounted() {
        boolean[] learned = {true, false, true};
        double[] gaps = ReverseKl.gaps(new float[] {-1, -9, -1}, new float[] {-2, -1, -1.5f}, learned);
        assertThat(gaps).containsExactly(1, 0, 0.5);
        // it contributes nothing, but what follows is one token further away: -1 - 0.5^2 * 0.5
        assertThat(term(1, Combine.REPLACE, 0.5).advantages(new float[] {7, 7, 7}, gaps, learned))
                .containsExactly(-1.125f, 0, -0.5f);
    }

    @Test
    void tokensBeyondTheTeachersRoomHaveNoGap() {
        assertThat(ReverseKl.gaps(new float[] {-1, -1}, new float[] {-2}, new boolean[] {true, true}))
                .containsExactly(1, 0);
    }

    @Test
    void theStudentsLogProbabilitiesAreAskedForBeforeTheUpdates() {
        assertThat(term(1, Combine.ADD, 0).requirements().streams()).containsExactly(TokenStream.OLD_LOGPROBS);
        assertThat(new CreditTerm(1, Combine.ADD, 0, 0, Student.BEHAVIOUR)
                        .requirements()
                        .streams())
                .containsExactly(TokenStream.BEHAVIOUR_LOGPROBS);
    }

    @Test
    void settingsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> term(0, Combine.ADD, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("coefficient must be positive, got 0.0");
        assertThatThrownBy(() -> term(1, Combine.ADD, 2))
                .isInstanceOf(ConfigException.class)
                .hasMessage("lookAhead must be in [0, 1], got 2.0");
    }

    @Test
    void nothingIsLearnedWhereTheTeacherAgrees() {
        assertThat(new CreditTerm(1, Combine.REPLACE, 0.9, 0.5, Student.OLD)
                        .advantages(new float[2], new double[2], new boolean[] {true, true}))
                .isEqualTo(new float[2]);
    }
}
