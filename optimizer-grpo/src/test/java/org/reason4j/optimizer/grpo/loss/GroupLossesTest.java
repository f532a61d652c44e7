package org.reason4j.optimizer.grpo.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.Trajectory;
import org.reason4j.optimizer.grpo.loss.Disco.Score;
import org.reason4j.optimizer.grpo.loss.Nft.PromptWeight;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;

/** Losses that tell right responses to a prompt from wrong ones; every response here has one token. */
class GroupLossesTest {

    private static final Offset<Double> CLOSE = within(2e-6);

    private static final double[] NO_CHANGE = new double[4];

    /** One response per place of the arrays, by the prompt's number; its log-ratio is {@code logprob - old}. */
    private static Batch batch(double[] logprobs, double[] logRatios, double[] advantages, int... prompts) {
        int n = logprobs.length;
        float[][][] columns = new float[3][n][1];
        float[][] mask = new float[n][1];
        List<TokenBatch.Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            columns[0][i][0] = (float) logprobs[i];
            columns[1][i][0] = (float) (logprobs[i] - logRatios[i]);
            columns[2][i][0] = (float) advantages[i];
            mask[i][0] = 1;
            int prompt = prompts.length == 0 ? 0 : prompts[i];
            Prompt of = Prompt.of("p" + prompt, List.of(), new int[] {1});
            rows.add(TokenBatch.Row.of(
                    Credit.constant(Trajectory.demonstration(of, i, new int[] {5}, ""), advantages[i]), prompt));
        }
        int groups = (int) Arrays.stream(prompts).distinct().count();
        Batch plain = Batch.policy(columns[0], columns[1], columns[2], mask);
        return new Batch(
                plain.leaf(), plain.streams(), plain.mask(), plain.totals().withGroups(Math.max(1, groups), 0), rows);
    }

    /** 1 is right; the advantages are those of the mean as baseline. */
    private static double[] advantages(double[] rewards) {
        double mean = Arrays.stream(rewards).average().orElseThrow();
        return Arrays.stream(rewards).map(reward -> reward - mean).toArray();
    }

    private static Loss disco(Score score, double tau, double beta, double delta) {
        Disco disco = new Disco(score, tau, beta, delta);
        return (batch, leaf) -> disco.loss(batch, LossAggregation.PROMPT_MEAN);
    }

    /** {@code d} with {@code e^d - 1 - d} as given, by bisection. */
    private static double logRatioOf(double divergence) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            boolean over = Math.expm1(middle) - middle > divergence;
            low = over ? low : middle;
            high = over ? middle : high;
        }
        return low;
    }

    @Test
    void theBasicObjectiveOfDiscoAndItsConstraintAreReproduced() throws IOException {
        JsonNode vector = vector("disco-basic");
        double divergence = vector.at("/params/kl").asDouble();
        double[] logRatios = new double[4];
        Arrays.fill(logRatios, logRatioOf(divergence));
        double[] rewards = row(vector.at("/inputs/reward"));
        Batch batch = batch(row(vector.at("/inputs/score")), logRatios, advantages(rewards));
        Result result = batch.evaluate(disco(
                Score.LOGPROB,
                0,
                vector.at("/params/beta").asDouble(),
                vector.at("/params/delta").asDouble()));

        assertThat(result.metrics().get("policy/objective"))
                .isCloseTo(vector.at("/expected/objective").asDouble(), CLOSE);
        assertThat(result.metrics().get("policy/constraint_share")).isEqualTo(1);
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        // a right response: -1/2 of the objective, and 0.1 (e^d - 1) / 4 of the constraint
        double pull = vector.at("/expected/constraint_weight").asDouble() * Math.expm1(logRatios[0]) / 4;
        assertThat((double) result.gradient()[0][0]).isCloseTo(-0.5 + pull, within(2e-5));
        assertThat((double) result.gradient()[1][0]).isCloseTo(0.5 + pull, within(2e-5));
    }

    @Test
    void discosWorstWrongResponsesAreReproduced() throws IOException {
        JsonNode vector = vector("disco-dro");
        double[] scores = row(vector.at("/inputs/score"));
        double[] rewards = row(vector.at("/inputs/reward"));
        double tau = vector.at("/params/tau").asDouble();
        Result result = batch(scores, NO_CHANGE, advantages(rewards)).evaluate(disco(Score.LOGPROB, tau, 0, 0));

        assertThat(result.loss()).isCloseTo(-vector.at("/expected/objective").asDouble(), CLOSE);
        double[] weights = row(vector.at("/expected/gradient_weights_on_negatives"));
        assertThat((double) result.gradient()[1][0]).isCloseTo(weights[0], CLOSE);
        assertThat((double) result.gradient()[3][0]).isCloseTo(weights[1], CLOSE);
        assertThat((double) result.gradient()[0][0]).isCloseTo(-0.5, CLOSE);
    }

    @Test
    void theScoreOfDiscoMayBeTheRatio() throws IOException {
        JsonNode vector = vector("disco-basic");
        double[] logRatios =
                Arrays.stream(row(vector.at("/inputs/score"))).map(Math::log).toArray();
        double[] rewards = row(vector.at("/inputs/reward"));
        Result result = batch(logRatios, logRatios, advantages(rewards)).evaluate(disco(Score.RATIO, 0, 0, 0));
        assertThat(result.loss()).isCloseTo(-vector.at("/expected/objective").asDouble(), CLOSE);
        assertThat((double) result.gradient()[0][0]).isCloseTo(-0.9 / 2, CLOSE); // d ratio / d logprob = ratio
    }

    @Test
    void aPromptWhoseResponsesAreAllAlikeCountsInDiscosMeanWithoutAnObjective() {
        // prompt 0: -(-0.2 - -0.7) = -0.5; prompt 1 has right responses only: (-0.5 + 0) / 2
        Batch batch = batch(new double[] {-0.2, -0.7, -1, -2}, NO_CHANGE, new double[] {0.5, -0.5, 0, 0}, 0, 0, 1, 1);
        Result result = batch.evaluate(disco(Score.LOGPROB, 10, 1000, 1e-4));
        assertThat(result.loss()).isCloseTo(-0.25, CLOSE);
        assertThat(result.gradient()[2][0]).isZero();
        assertThat(result.gradient()[3][0]).isZero();
    }

    private static Result nft(double ratio, double[] advantages, double floor, PromptWeight weight) {
        double[] logRatios = {0, 0, 0, 0};
        logRatios[1] = Math.log(ratio);
        Nft nft = new Nft(1, floor, weight, 0.02);
        return batch(logRatios, logRatios, advantages)
                .evaluate((batch, leaf) -> nft.loss(batch, LossAggregation.TOKEN_MEAN));
    }

    /** Ratios of the second response; the others have 1, and so no loss: the mean is a quarter of its own. */
    @Test
    void nftIsReproduced() throws IOException {
        JsonNode vector = vector("nft");
        assertThat(vector.at("/inputs/correct_rate").asDouble()).isEqualTo(0.25);
        double[] right = {-0.25, 0.75, -0.25, -0.25};
        double[] wrong = {0.75, -0.25, -0.25, -0.25};
        double[] ratios = row(vector.at("/inputs/ratio"));
        double[] positive = row(vector.at("/expected/positive_loss"));
        double[] negative = row(vector.at("/expected/negative_loss_unclamped"));
        double[] slopes = row(vector.at("/expected/d_negloss_dlogp"));
        double[] implicit = row(vector.at("/expected/implicit_negative_ratio"));
        for (int i = 0; i < ratios.length; i++) {
            Result ofRight = nft(ratios[i], right, 1e-6, PromptWeight.NONE);
            assertThat(4 * ofRight.loss()).isCloseTo(positive[i], CLOSE);
            assertThat(4.0 * ofRight.gradient()[1][0]).isCloseTo(-1, CLOSE);
            Result ofWrong = nft(ratios[i], wrong, 1e-6, PromptWeight.NONE);
            assertThat(4 * ofWrong.loss()).isCloseTo(negative[i], CLOSE);
            assertThat(4.0 * ofWrong.gradient()[1][0]).isCloseTo(slopes[i], CLOSE);
            assertThat(4 * nft(ratios[i], wrong, 1e-6, PromptWeight.WRONG_SHARE).loss())
                    .isCloseTo(
                            negative[i]
                                    * vector.at("/expected/weight_normalize_1").asDouble(),
                            CLOSE);
            assertThat(4 * nft(ratios[i], wrong, 1e-6, PromptWeight.ODDS).loss())
                    .isCloseTo(
                            negative[i]
                                    * vector.at("/expected/weight_normalize_2").asDouble(),
                            CLOSE);
            // released: the implicit ratio is at least 1 in value, and the gradient is that of it over 1
            Result floored = nft(ratios[i], wrong, 1, PromptWeight.NONE);
            assertThat(4 * floored.loss()).isCloseTo(-Math.log(Math.max(1, implicit[i])), CLOSE);
            assertThat(4.0 * floored.gradient()[1][0])
                    .isCloseTo(slopes[i] * implicit[i] / Math.max(1, implicit[i]), CLOSE);
            assertThat(floored.metrics().get("policy/floor_share")).isEqualTo(implicit[i] < 1 ? 0.25 : 0);
        }
    }

    @Test
    void nftLearnsNothingFromPromptsThatAreAllRightOrAllWrong() {
        Nft nft = Nft.DEFAULTS;
        Result result = batch(new double[] {-1, -2}, new double[] {0.3, -0.2}, new double[2])
                .evaluate((batch, leaf) -> nft.loss(batch, LossAggregation.TOKEN_MEAN));
        assertThat(result.loss()).isZero();
        assertThat(result.gradient()).isDeepEqualTo(new float[2][1]);
    }

    @Test
    void aBatchThatDoesNotSayWhoseItsRowsAreIsRefused() {
        float[][] one = {{1}};
        Batch nameless = Batch.policy(one, one, one, one);
        assertThatThrownBy(
                        () -> nameless.evaluate((batch, leaf) -> Nft.DEFAULTS.loss(batch, LossAggregation.TOKEN_MEAN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not say whose its 1 rows are");
    }
}
