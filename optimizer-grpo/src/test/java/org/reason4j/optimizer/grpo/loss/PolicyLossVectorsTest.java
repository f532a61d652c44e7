package org.reason4j.optimizer.grpo.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;

/** Worked examples of losses per token and per response. */
class PolicyLossVectorsTest {

    private static final Offset<Double> CLOSE = within(2e-6);

    @Test
    void sapoIsReproduced() throws IOException {
        JsonNode vector = vector("sapo");
        assertThat(new Sapo(number(vector, "tau_pos"), number(vector, "tau_neg")))
                .isEqualTo(Sapo.DEFAULTS);
        Loss loss = loss(Sapo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);
        reproduces(vector, old(vector), loss, "");
        reproducesTokens(vector, old(vector), loss, "token_loss_masked");
    }

    @ParameterizedTest
    @EnumSource(TrustRegion.Form.class)
    void dppoByVariationIsReproducedInBothForms(TrustRegion.Form form) throws IOException {
        JsonNode vector = vector("dppo-tv");
        DppoTv dppo = new DppoTv(
                number(vector, "delta_low"), number(vector, "delta_high"), form, number(vector, "ratio_truncation_c"));
        Result result = reproduces(vector, behaviour(vector), loss(dppo, LossAggregation.TOKEN_MEAN), name(form));
        assertThat(result.metrics().get("policy/masked_share")).isCloseTo(expected(vector, "masked_fraction"), CLOSE);
    }

    @ParameterizedTest
    @EnumSource(TrustRegion.Form.class)
    void dppoByDivergenceIsReproducedInBothForms(TrustRegion.Form form) throws IOException {
        JsonNode vector = vector("dppo-kl");
        DppoKl dppo = new DppoKl(
                number(vector, "delta_low"), number(vector, "delta_high"), form, number(vector, "ratio_truncation_c"));
        Result result = reproduces(vector, behaviour(vector), loss(dppo, LossAggregation.TOKEN_MEAN), name(form));
        assertThat(result.metrics().get("policy/masked_share")).isCloseTo(expected(vector, "masked_fraction"), CLOSE);
    }

    private static String name(TrustRegion.Form form) {
        return form == TrustRegion.Form.WEIGHTED ? "verl_form_" : "skyrl_form_";
    }

    /** The bound of a token's divergence decides about it: just above what it is, it is kept; just below, it is dropped. */
    @Test
    void divergencesOfTokensAreReproduced() throws IOException {
        JsonNode vector = vector("dppo-kl");
        float[][] divergences = matrix(vector.at("/expected/binary_kl"));
        int[][] pushed = {{0, 0}, {0, 2}, {0, 3}, {1, 0}, {1, 2}}; // moved the way that the advantage pushes
        for (int[] place : pushed) {
            Batch token = behaviour(vector).token(place[0], place[1]);
            double divergence = divergences[place[0]][place[1]];
            assertThat(masked(token, new DppoKl(divergence + 2e-6, divergence + 2e-6, TrustRegion.Form.RATIO, 20)))
                    .isZero();
            assertThat(masked(token, new DppoKl(divergence - 2e-6, divergence - 2e-6, TrustRegion.Form.RATIO, 20)))
                    .isEqualTo(1);
        }
        Batch against = behaviour(vector).token(0, 1); // A > 0, and less likely
        assertThat(masked(against, new DppoKl(1e-6, 1e-6, TrustRegion.Form.RATIO, 20)))
                .isZero();
    }

    private static double masked(Batch token, PolicyLoss loss) {
        return token.evaluate(loss(loss, LossAggregation.TOKEN_MEAN)).metrics().get("policy/masked_share");
    }

    @Test
    void theLossOfPrimeRlIsReproduced() throws IOException {
        JsonNode vector = vector("prime-dppo-kl");
        assertThat(new PrimeDppoKl(
                        number(vector, "mask_low"),
                        number(vector, "mask_high"),
                        number(vector, "adv_tau"),
                        number(vector, "kl_tau")))
                .isEqualTo(PrimeDppoKl.DEFAULTS);
        Loss loss = loss(PrimeDppoKl.DEFAULTS, LossAggregation.TOKEN_MEAN);
        reproduces(vector, behaviour(vector), loss, "");
        reproducesTokens(vector, behaviour(vector), loss, "token_loss");
    }

    @Test
    void theIpoMaskOfPrimeRlIsReproduced() throws IOException {
        JsonNode vector = vector("prime-ipo");
        assertThat(new PrimeIpo(number(vector, "ipo_threshold"), number(vector, "adv_tau"), number(vector, "kl_tau")))
                .isEqualTo(PrimeIpo.DEFAULTS);
        Loss loss = loss(PrimeIpo.DEFAULTS, LossAggregation.TOKEN_MEAN);
        reproduces(vector, behaviour(vector), loss, "");
        reproducesTokens(vector, behaviour(vector), loss, "token_loss");
    }

    @Test
    void luspoIsReproduced() throws IOException {
        JsonNode vector = vector("luspo");
        Loss wide = loss(
                new Luspo(number(vector, "eps_low"), number(vector, "eps_high")), LossAggregation.SEQ_MEAN_TOKEN_MEAN);
        reproduces(vector, old(vector), wide, "");
        double[] losses = row(vector.at("/expected/sequence_loss"));
        for (int i = 0; i < losses.length; i++) {
            assertThat(old(vector).row(i).evaluate(wide).loss()).isCloseTo(losses[i], CLOSE);
        }
        assertThat(old(vector)
                        .evaluate(loss(Luspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN))
                        .loss())
                .isCloseTo(expected(vector, "loss_clipped(eps .002/.0025)"), CLOSE);
        assertThat(old(vector)
                        .evaluate(loss(
                                new Gspo(number(vector, "eps_low"), number(vector, "eps_high")),
                                LossAggregation.SEQ_MEAN_TOKEN_MEAN))
                        .loss())
                .isCloseTo(expected(vector, "gspo_loss_for_comparison"), CLOSE);
    }

    @Test
    void vespoIsReproduced() throws IOException {
        JsonNode vector = vector("vespo");
        assertThat(new Vespo(
                        number(vector, "k_pos"),
                        number(vector, "lambda_pos"),
                        number(vector, "k_neg"),
                        number(vector, "lambda_neg"),
                        Anchor.OLD))
                .isEqualTo(Vespo.DEFAULTS);
        Loss loss = loss(Vespo.DEFAULTS, LossAggregation.TOKEN_MEAN);
        reproduces(vector, old(vector), loss, "");
        reproducesTokenLosses(vector, loss);
        double[] phi = row(vector.at("/expected/phi"));
        for (int i = 0; i < phi.length; i++) {
            assertThat(old(vector).row(i).evaluate(loss).metrics().get("policy/weight_mean"))
                    .isCloseTo(phi[i], CLOSE);
        }
    }

    /** A token's loss is its gradient, a constant, times its log-probability. */
    private static void reproducesTokenLosses(JsonNode vector, Loss loss) {
        float[][] expected = matrix(vector.at("/expected/token_loss_masked"));
        float[][] gradient = old(vector).evaluate(loss).gradient();
        float[][] logprobs = matrix(vector.at("/inputs/logp"));
        for (int i = 0; i < expected.length; i++) {
            for (int t = 0; t < expected[i].length; t++) {
                assertThat(7.0 * gradient[i][t] * logprobs[i][t]).isCloseTo(expected[i][t], CLOSE);
            }
        }
    }

    @Test
    void theWeightOfVespoHoldsTheRolloutsCorrectionWhereItIsAnchoredOnTheBehaviour() throws IOException {
        JsonNode vector = vector("vespo");
        float[][] old = matrix(vector.at("/inputs/old_logp"));
        float[][] weights = matrix(vector.at("/inputs/rollout_is_weights"));
        float[][] behaviour = new float[old.length][];
        for (int i = 0; i < old.length; i++) {
            behaviour[i] = old[i].clone();
            for (int t = 0; t < old[i].length; t++) {
                behaviour[i][t] -= (float) Math.log(weights[i][t]);
            }
        }
        Batch batch = batch(vector, TokenStream.BEHAVIOUR_LOGPROBS, behaviour);
        Loss loss = loss(new Vespo(2, 3, 3, 2, Anchor.BEHAVIOUR), LossAggregation.TOKEN_MEAN);
        double[] phi = row(vector.at("/expected/phi_with_rollout_correction"));
        for (int i = 0; i < phi.length; i++) {
            assertThat(batch.row(i).evaluate(loss).metrics().get("policy/weight_mean"))
                    .isCloseTo(phi[i], CLOSE);
        }
    }

    @Test
    void ceGppoIsReproduced() throws IOException {
        JsonNode vector = vector("ce-gppo");
        Loss loss = loss(
                new CeGppo(
                        number(vector, "eps_low"),
                        number(vector, "eps_high"),
                        number(vector, "beta1"),
                        number(vector, "beta2"),
                        10),
                LossAggregation.TOKEN_MEAN);
        reproduces(vector, old(vector), loss, "");
        reproducesTokens(vector, old(vector), loss, "token_loss_masked");
    }

    @Test
    void archerIsReproduced() throws IOException {
        JsonNode vector = vector("archer");
        float[][] ratios = matrix(vector.at("/inputs/ratio"));
        float[] logprobs = new float[5];
        float[] advantages = new float[5];
        for (int t = 0; t < 5; t++) {
            logprobs[t] = (float) Math.log(ratios[0][t]);
            advantages[t] = (float) vector.at("/inputs/advantage").asDouble();
        }
        Batch batch = Batch.policy(
                        new float[][] {logprobs}, new float[1][5], new float[][] {advantages}, new float[][] {
                            {1, 1, 1, 1, 1}
                        })
                .with(TokenStream.ENTROPY, matrix(vector.at("/inputs/entropy")));
        double narrow = number(vector, "clip_low_entropy");
        double wide = number(vector, "clip_high_entropy");
        Archer archer = new Archer(number(vector, "quantile"), narrow, narrow, wide, wide, 0);
        Result result = batch.evaluate(loss(archer, LossAggregation.TOKEN_MEAN));
        float[] expected = matrix(vector.at("/expected/token_loss"))[0];
        double sum = 0;
        for (float token : expected) {
            sum += token;
        }
        assertThat(result.loss()).isCloseTo(sum / 5, CLOSE);
        // 1.3 is above 1.2 and clipped; 1.4 is above it, too, but of high entropy; the others are within both bounds
        assertThat(result.gradient()[0])
                .containsExactly(
                        new float[] {0, expected[1] / 5, expected[2] / 5, expected[3] / 5, expected[4] / 5},
                        within(2e-6f));
        assertThat(result.metrics().get("policy/high_entropy_share")).isCloseTo(0.2, CLOSE);
        assertThat(result.metrics().get("policy/clip_fraction_high")).isCloseTo(0.2, CLOSE);
    }

    @Test
    void kimiIsReproduced() throws IOException {
        JsonNode vector = vector("kimi-pg");
        assertThat(new KimiPg(number(vector, "tau"), KimiPg.Level.TOKEN)).isEqualTo(KimiPg.DEFAULTS);
        Loss loss = loss(KimiPg.DEFAULTS, LossAggregation.TOKEN_MEAN);
        reproduces(vector, old(vector), loss, "");
        reproducesTokens(vector, old(vector), loss, "token_loss_masked");
    }

    @Test
    void theLossOfScaleRlIsReproducedFromItsAdvantages() throws IOException {
        JsonNode vector = vector("scalerl-loss");
        float[][] mask = matrix(vector.at("/inputs/mask"));
        double[] advantages = row(vector.at("/expected/advantages"));
        double[] groups = row(vector.at("/inputs/group"));
        float[][] behaviour = matrix(vector.at("/inputs/behaviour_logp"));
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            int length = 0;
            for (float learned : mask[i]) {
                length += (int) learned;
            }
            Prompt prompt = Prompt.of("p" + groups[i], List.of(), new int[] {1});
            Trajectory response = Trajectory.demonstration(prompt, i, new int[length], "")
                    .with(TokenStream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(behaviour[i], length));
            credits.add(Credit.constant(response, advantages[i]));
        }
        Batch batch = Batch.of(
                TokenStream.LOGPROBS, credits, Map.of(TokenStream.LOGPROBS, cut(matrix(vector.at("/inputs/logp")))));
        Cispo cispo = new Cispo(0, number(vector, "cap"), Anchor.BEHAVIOUR);
        Result result = reproduces(vector, batch, loss(cispo, LossAggregation.PROMPT_MEAN), "");
        assertThat(result.metrics().get("policy/weight_bounded")).isCloseTo(1 / 9.0, CLOSE); // e^2, above 5
    }

    private static Function<Trajectory, float[]> cut(float[][] rows) {
        return one -> Arrays.copyOf(rows[one.sample()], one.length());
    }

    private static Result reproduces(JsonNode vector, Batch batch, Loss loss, String form) {
        Result result = batch.evaluate(loss);
        assertThat(result.loss()).isCloseTo(expected(vector, form + "loss"), CLOSE);
        float[][] expected = matrix(vector.at("/expected/" + form + "dloss_dlogp"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(expected[i], within(2e-6f));
        }
        return result;
    }

    /** The loss of each token, as a batch of its own. */
    private static void reproducesTokens(JsonNode vector, Batch batch, Loss loss, String name) {
        float[][] expected = matrix(vector.at("/expected/" + name));
        for (int i = 0; i < expected.length; i++) {
            for (int t = 0; t < expected[i].length; t++) {
                assertThat(batch.token(i, t).evaluate(loss).loss()).isCloseTo(expected[i][t], CLOSE);
            }
        }
    }

    private static Batch old(JsonNode vector) {
        return batch(vector, TokenStream.OLD_LOGPROBS, matrix(vector.at("/inputs/old_logp")));
    }

    private static Batch behaviour(JsonNode vector) {
        return batch(vector, TokenStream.BEHAVIOUR_LOGPROBS, matrix(vector.at("/inputs/behaviour_logp")));
    }

    private static Batch batch(JsonNode vector, TokenStream anchor, float[][] anchored) {
        return Batch.whole(
                TokenStream.LOGPROBS,
                Map.of(
                        TokenStream.LOGPROBS,
                        matrix(vector.at("/inputs/logp")),
                        anchor,
                        anchored,
                        TokenStream.ADVANTAGES,
                        matrix(vector.at("/inputs/advantages"))),
                matrix(vector.at("/inputs/mask")));
    }

    private static Loss loss(PolicyLoss loss, LossAggregation aggregation) {
        return (batch, leaf) -> loss.loss(batch, aggregation);
    }

    private static double number(JsonNode vector, String name) {
        return vector.at("/params/" + name).asDouble();
    }

    private static double expected(JsonNode vector, String name) {
        return vector.get("expected").get(name).asDouble();
    }
}
