package org.reason4j.distillation.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenStream;
import org.reason4j.distillation.loss.Jsd.Remainder;
import org.reason4j.distillation.loss.Tensors.Differentiated;
import org.reason4j.testkit.Batch;

/** Worked examples of every loss, most of which the published code of other systems reproduces. */
class LossVectorsTest {

    private static final Offset<Float> SIX_DIGITS = within(2e-6f);

    @Test
    void theLossOfPrimeRlIsReproducedWithItsGradient() throws IOException {
        JsonNode vector = vector("opd-ref-kl-loss");
        TokenStream teacher = TokenStream.of("test", "teacher");
        RefKl loss = new RefKl(
                vector.at("/params/mask_low").asDouble(),
                vector.at("/params/kl_tau").asDouble());
        float[][] mask = matrix(vector.at("/inputs/mask"));
        Batch batch = Batch.whole(
                TokenStream.LOGPROBS,
                Map.of(
                        TokenStream.LOGPROBS,
                        matrix(vector.at("/inputs/logp")),
                        TokenStream.BEHAVIOUR_LOGPROBS,
                        matrix(vector.at("/inputs/behaviour_logp")),
                        teacher,
                        matrix(vector.at("/inputs/teacher_logp"))),
                mask);
        Batch.Result result = batch.evaluate(
                (b, leaf) -> b.tokenMean(loss.of(leaf, b.stream(TokenStream.BEHAVIOUR_LOGPROBS), b.stream(teacher))));
        assertThat((float) result.loss()).isCloseTo(number(vector, "/expected/loss"), SIX_DIGITS);
        float[][] gradient = matrix(vector.at("/expected/dloss_dlogp"));
        for (int i = 0; i < gradient.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(gradient[i], SIX_DIGITS);
        }
        float[][] tokens = matrix(vector.at("/expected/token_loss"));
        for (int i = 0; i < tokens.length; i++) {
            for (int t = 0; t < tokens[i].length; t++) {
                assertThat((float) batch.token(i, t)
                                .evaluate((b, leaf) -> b.tokenMean(
                                        loss.of(leaf, b.stream(TokenStream.BEHAVIOUR_LOGPROBS), b.stream(teacher))))
                                .loss())
                        .isCloseTo(tokens[i][t], SIX_DIGITS);
            }
        }
    }

    @Test
    void theSampledTokenOfSdpoIsReproducedWithBothAggregations() throws IOException {
        JsonNode vector = vector("sdpo-sampled-token");
        float[][] mask = matrix(vector.at("/inputs/mask"));
        float[][] withoutRow1 = {mask[0], new float[mask[1].length]};
        assertThat(sdpo(vector, mask, mask, LossAggregation.SEQ_MEAN_TOKEN_MEAN).loss())
                .isCloseTo(vector.at("/expected/loss_all_rows_active").asDouble(), within(2e-6));
        // row 1 has no teacher: it stays in the mean over rows in TRL, and is left out of the mean over tokens
        Batch.Result diluted = sdpo(vector, mask, withoutRow1, LossAggregation.SEQ_MEAN_TOKEN_MEAN);
        assertThat(diluted.loss())
                .isCloseTo(
                        vector.at("/expected/loss_row1_without_context(seq-mean)")
                                .asDouble(),
                        within(2e-6));
        float[][] gradient = matrix(vector.at("/expected/dloss_dlogp_seq_mean_row1_without_context"));
        for (int i = 0; i < gradient.length; i++) {
            assertThat(diluted.gradient()[i]).containsExactly(gradient[i], SIX_DIGITS);
        }
        assertThat(sdpo(vector, withoutRow1, withoutRow1, LossAggregation.TOKEN_MEAN)
                        .loss())
                .isCloseTo(
                        vector.at("/expected/loss_row1_without_context(token-mean)")
                                .asDouble(),
                        within(2e-6));
    }

    private static Batch.Result sdpo(JsonNode vector, float[][] mask, float[][] active, LossAggregation aggregation) {
        Attached attached = Attached.of("sdpo");
        SampledToken loss = new SampledToken(vector.at("/params/is_clip").asDouble());
        return Batch.whole(
                        TokenStream.LOGPROBS,
                        Map.of(
                                TokenStream.LOGPROBS,
                                matrix(vector.at("/inputs/logp")),
                                TokenStream.OLD_LOGPROBS,
                                matrix(vector.at("/inputs/old_logp")),
                                attached.teacher(),
                                matrix(vector.at("/inputs/self_teacher_logp")),
                                attached.active(),
                                active),
                        mask)
                .evaluate((b, leaf) ->
                        b.aggregate(attached.where(b, loss.perToken(attached.signal(b, 0))), aggregation));
    }

    @Test
    void theForwardDivergenceOnTheTeachersTokensIsReproduced() throws IOException {
        JsonNode vector = vector("opd-topk-forward-kl");
        float[][] student = matrix(vector.at("/inputs/student_logits"));
        float[][] teacher = matrix(vector.at("/inputs/teacher_logits"));
        int[][] ids = Tensors.top(teacher, vector.at("/params/k").asInt());
        assertThat(ids[1]).containsExactly(3, 0);
        Differentiated clamped = Tensors.of(
                student,
                logits -> new ForwardKl(2, true).of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids)));
        assertThat(clamped.values())
                .containsExactly(floats(vector.at("/expected/loss_token_clamped_at_0")), SIX_DIGITS);
        assertThat(clamped.gradientOfMean(3))
                .containsExactly(flat(vector.at("/expected/dloss_dstudent_logits")), SIX_DIGITS);
        Differentiated raw = Tensors.of(
                student,
                logits -> new ForwardKl(2, false).of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids)));
        assertThat(raw.values()).containsExactly(floats(vector.at("/expected/loss_token")), SIX_DIGITS);
    }

    @ParameterizedTest
    @CsvSource({
        "0, RENORMALISED, renorm_alpha0.0",
        "0.5, RENORMALISED, renorm_alpha0.5",
        "1, RENORMALISED, renorm_alpha1.0",
        "0, TAIL, tail_alpha0.0",
        "0.5, TAIL, tail_alpha0.5",
        "1, TAIL, tail_alpha1.0"
    })
    void divergencesOnAFewTokensAreReproduced(double weight, Remainder remainder, String expected) throws IOException {
        JsonNode vector = vector("opd-topk-student-support");
        float[][] student = matrix(vector.at("/inputs/student_logits"));
        float[][] teacher = matrix(vector.at("/inputs/teacher_logits"));
        int[][] ids = Tensors.top(student, vector.at("/params/k").asInt());
        Differentiated found = Tensors.of(
                student,
                logits ->
                        new Jsd(2, weight, remainder).of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids)));
        assertThat(found.values()).containsExactly(floats(vector.get("expected").get(expected)), SIX_DIGITS);
    }

    @ParameterizedTest
    @CsvSource({
        "0, forward_kl(alpha=0), dmean_forward_kl_dstudent_logits",
        "1, reverse_kl(alpha=1), dmean_reverse_kl_dstudent_logits",
        "0.5, jsd(alpha=0.5), ''"
    })
    void withTheWholeVocabularyTheyAreTheWholeDivergences(double weight, String values, String gradient)
            throws IOException {
        JsonNode vector = vector("opd-full-vocab");
        float[][] student = matrix(vector.at("/inputs/student_logits"));
        float[][] teacher = matrix(vector.at("/inputs/teacher_logits"));
        int vocabulary = student[0].length;
        int[][] ids = Tensors.top(teacher, vocabulary);
        Differentiated found = Tensors.of(
                student,
                logits -> new Jsd(vocabulary, weight, Remainder.RENORMALISED)
                        .of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids)));
        assertThat(found.values()).containsExactly(floats(vector.get("expected").get(values)), SIX_DIGITS);
        if (!gradient.isEmpty()) {
            assertThat(found.gradientOfMean(3))
                    .containsExactly(flat(vector.get("expected").get(gradient)), SIX_DIGITS);
        }
        if (weight == 0) { // the forward divergence has a class of its own
            Differentiated forward = Tensors.of(
                    student,
                    logits -> new ForwardKl(vocabulary, true)
                            .of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids)));
            assertThat(forward.values()).containsExactly(found.values(), SIX_DIGITS);
            assertThat(forward.gradient()).containsExactly(found.gradient(), SIX_DIGITS);
        }
    }

    @Test
    void softTargetsAreReproducedWithoutTheFirstTokens() throws IOException {
        JsonNode vector = vector("sdft-topk-ce");
        float[][] student = matrix(vector.at("/inputs/student_logits"));
        float[][] teacher = matrix(vector.at("/inputs/teacher_logits"));
        int[][] ids = Tensors.top(teacher, vector.at("/params/k").asInt());
        Differentiated all = Tensors.of(
                student, logits -> SoftTargets.of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids)));
        assertThat(all.values()).containsExactly(floats(vector.at("/expected/ce_token")), SIX_DIGITS);
        int skipped = vector.at("/params/skip_first_n_tokens").asInt();
        Differentiated kept = Tensors.of(
                student,
                logits -> new SoftTargets(2, skipped)
                        .kept(SoftTargets.of(Tensors.gathered(logits, ids), teacher(logits, teacher, ids))));
        double sum = 0;
        for (float value : kept.values()) {
            sum += value;
        }
        assertThat(sum).isCloseTo(vector.at("/expected/loss_sum").asDouble(), within(3e-6));
        assertThat(kept.gradient()[0]).isZero(); // the skipped position has no gradient
        // the cross entropy less the teacher's entropy is the divergence on these tokens
        double[] entropy = row(vector.at("/expected/teacher_entropy_token"));
        double[] divergence = row(vector.at("/expected/forward_kl_on_topk_token"));
        for (int t = 0; t < entropy.length; t++) {
            assertThat(all.values()[t] - entropy[t]).isCloseTo(divergence[t], within(3e-6));
        }
    }

    private static NDArray teacher(NDArray logits, float[][] teacher, int[][] ids) {
        return Tensors.gathered(logits.getManager().create(teacher), ids);
    }

    private static float number(JsonNode vector, String pointer) {
        return (float) vector.at(pointer).asDouble();
    }

    private static float[] flat(JsonNode rows) {
        float[][] matrix = matrix(rows);
        float[] flat = new float[matrix.length * matrix[0].length];
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(matrix[i], 0, flat, i * matrix[0].length, matrix[0].length);
        }
        return flat;
    }
}
