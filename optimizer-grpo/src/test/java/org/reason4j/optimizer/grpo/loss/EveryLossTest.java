package org.reason4j.optimizer.grpo.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.grpo.tokens.Anchor;
import org.reason4j.optimizer.grpo.tokens.TrustRegion;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

/** Properties that every policy loss has, on two prompts with responses of different lengths. */
class EveryLossTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    /** Prompt 0 has two right responses and a wrong one, prompt 1 an empty wrong one and a right one. */
    private static final int[] PROMPTS = {0, 0, 0, 1, 1};

    private static final float[] ADVANTAGES = {0.5f, 0.5f, -1, -0.75f, 0.75f};

    private static final float[][] LOGPROBS = {
        {-1.0f, -0.5f, -2.0f, 0}, {-0.7f, -1.1f, 0, 0}, {-0.9f, -0.8f, -0.3f, -1.6f}, {0, 0, 0, 0}, {-0.3f, 0, 0, 0}
    };

    /** Log-ratios to the policy at the step's start, from -0.5 to 0.5. */
    private static final float[][] MOVED = {
        {0.1f, -0.1f, 0.5f, 0}, {-0.5f, 0.1f, 0, 0}, {-0.4f, 0.3f, -0.15f, 0.05f}, {0, 0, 0, 0}, {0.12f, 0, 0, 0}
    };

    private static final float[][] ENTROPIES = {
        {0.2f, 1.5f, 0.4f, 0}, {0.9f, 0.1f, 0, 0}, {0.3f, 0.6f, 2.0f, 0.5f}, {0, 0, 0, 0}, {0.7f, 0, 0, 0}
    };

    private static final int[] LENGTHS = {3, 2, 4, 0, 1};

    private static final Batch FIVE = batch(LOGPROBS, MOVED);

    private static Batch batch(float[][] logprobs, float[][] moved) {
        int n = PROMPTS.length;
        float[][] old = new float[n][4];
        float[][] behaviour = new float[n][4];
        float[][] reference = new float[n][4];
        float[][] advantages = new float[n][4];
        float[][] mask = new float[n][4];
        List<TokenBatch.Row> rows = new ArrayList<>();
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < LENGTHS[i]; t++) {
                old[i][t] = logprobs[i][t] - moved[i][t];
                behaviour[i][t] = old[i][t] + (moved == MOVED ? 0.02f : 0);
                reference[i][t] = logprobs[i][t] + 0.25f - 0.1f * t;
                advantages[i][t] = ADVANTAGES[i];
                mask[i][t] = 1;
            }
            Prompt prompt = Prompt.of("p" + PROMPTS[i], List.of(), new int[] {1});
            Trajectory response = Trajectory.demonstration(prompt, i, new int[LENGTHS[i]], "")
                    .with(TokenStream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(behaviour[i], LENGTHS[i]));
            credits.add(Credit.constant(response, ADVANTAGES[i]));
            rows.add(TokenBatch.Row.of(credits.get(i), PROMPTS[i]));
        }
        Map<TokenStream, float[][]> streams = new HashMap<>();
        streams.put(TokenStream.LOGPROBS, logprobs);
        streams.put(TokenStream.OLD_LOGPROBS, old);
        streams.put(TokenStream.BEHAVIOUR_LOGPROBS, behaviour);
        streams.put(TokenStream.REFERENCE_LOGPROBS, reference);
        streams.put(TokenStream.ENTROPY, ENTROPIES);
        streams.put(TokenStream.ADVANTAGES, advantages);
        return new Batch(TokenStream.LOGPROBS, streams, mask, BatchTotals.of(credits, 4), rows);
    }

    static Stream<Named<PolicyLoss>> all() {
        return Stream.of(
                        Sapo.DEFAULTS,
                        new Sapo(0.7, 2),
                        DppoTv.DEFAULTS,
                        new DppoTv(0.05, 0.1, TrustRegion.Form.RATIO, 20),
                        new DppoTv(0.3, 0.3, TrustRegion.Form.WEIGHTED, 1.05),
                        DppoKl.DEFAULTS,
                        new DppoKl(0.01, 0.01, TrustRegion.Form.RATIO, 20),
                        PrimeDppoKl.DEFAULTS,
                        new PrimeDppoKl(0.05, 0.05, 0.5, 0.3),
                        PrimeIpo.DEFAULTS,
                        Luspo.DEFAULTS,
                        new Luspo(0.3, 0.3),
                        Vespo.DEFAULTS,
                        new Vespo(1, 2, 0.5, 1, Anchor.BEHAVIOUR),
                        CeGppo.DEFAULTS,
                        new CeGppo(0.08, 0.08, 0.5, 0, 1.2),
                        Archer.DEFAULTS,
                        new Archer(0.5, 0.08, 0.08, 0.3, 0.3, 0.5),
                        Disco.DEFAULTS,
                        new Disco(Disco.Score.RATIO, 0, 100, 0.001),
                        new Disco(Disco.Score.LOGPROB, 0.5, 10, 0.001),
                        Nft.DEFAULTS,
                        new Nft(0.5, 0.2, Nft.PromptWeight.ODDS, 0.02),
                        KimiPg.DEFAULTS,
                        new KimiPg(2, KimiPg.Level.RESPONSE),
                        new Cispo(0, 1.2, Anchor.OLD),
                        new Cispo(0.8, 1.2, Anchor.BEHAVIOUR),
                        RolloutIs.DEFAULTS,
                        new RolloutIs(0.1, 0.15),
                        Topr.DEFAULTS,
                        new Topr(Topr.Level.TOKEN, 1.2, Anchor.OLD),
                        DecoupledPpo.DEFAULTS,
                        new DecoupledPpo(0.08, 0.08, 1.01),
                        Opsm.DEFAULTS,
                        new Opsm(0.08, 0.08, 0.01, Anchor.OLD))
                .map(loss -> Named.of(loss.toString(), loss));
    }

    static Stream<Arguments> everywhere() {
        return all().flatMap(loss -> Stream.of(LossAggregation.values()).map(mode -> Arguments.of(loss, mode)));
    }

    private static Loss loss(PolicyLoss loss, LossAggregation mode) {
        return (batch, leaf) -> loss.loss(batch, mode);
    }

    private static LossAggregation usual(PolicyLoss loss) {
        return loss instanceof Disco ? LossAggregation.PROMPT_MEAN : LossAggregation.TOKEN_MEAN;
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void theGradientAgreesWithFiniteDifferencesWhereConstantsAreHeld(PolicyLoss loss, LossAggregation mode) {
        LossChecks.gradientAgreesWhereConstantsAreHeld(FIVE, loss(loss, mode), 3e-3f, 1e-3);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void sharesOfMicroBatchesAddUpHoweverTheyAreSplitAndPadded(PolicyLoss loss, LossAggregation mode) {
        int[] cuts = loss.requirements().groupsTogether() ? new int[] {3} : new int[] {1, 2, 3, 4};
        LossChecks.microBatchesChangeNothing(FIVE, loss(loss, mode), cuts, 2e-6);
        LossChecks.paddingChangesNothing(FIVE, loss(loss, mode), 2e-6);
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesOutsideTheMaskReachNeitherLossNorGradientNorMetrics(PolicyLoss loss) {
        LossChecks.tokensOutsideTheMaskChangeNothing(FIVE, loss(loss, usual(loss)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theOrderOfResponsesChangesNothing(PolicyLoss loss) {
        Map<TokenStream, float[][]> streams = new HashMap<>();
        FIVE.streams().forEach((stream, values) -> streams.put(stream, reversed(values)));
        List<TokenBatch.Row> rows = new ArrayList<>(FIVE.rows());
        Collections.reverse(rows);
        Batch reversed = new Batch(FIVE.leaf(), streams, reversed(FIVE.mask()), FIVE.totals(), rows);
        Result expected = FIVE.evaluate(loss(loss, usual(loss)));
        Result found = reversed.evaluate(loss(loss, usual(loss)));
        assertThat(found.loss()).isCloseTo(expected.loss(), CLOSE);
        for (int i = 0; i < 5; i++) {
            assertThat(found.gradient()[4 - i]).containsExactly(expected.gradient()[i], within(1e-5f));
        }
    }

    private static float[][] reversed(float[][] rows) {
        float[][] reversed = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            reversed[rows.length - 1 - i] = rows[i];
        }
        return reversed;
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBatchWithoutLearnedTokensHasNoLossAndNoGradient(PolicyLoss loss) {
        Batch empty = new Batch(FIVE.leaf(), FIVE.streams(), new float[5][4], FIVE.totals(), FIVE.rows());
        Result result = empty.evaluate(loss(loss, usual(loss)));
        assertThat(result.loss()).isZero();
        assertThat(result.gradient()).isDeepEqualTo(new float[5][4]);
    }

    /** Where the policy has not moved, all of them follow the same gradient; DisCO and NFT read the sign of advantages alone. */
    @ParameterizedTest
    @MethodSource("all")
    void whereThePolicyHasNotMovedTheGradientIsThatOfReinforce(PolicyLoss loss) {
        Batch still = batch(LOGPROBS, new float[5][4]);
        Result result = still.evaluate(loss(loss, usual(loss)));
        assertThat(result.metrics().get("policy/ratio_mean")).isCloseTo(1, CLOSE);
        if (loss instanceof Disco || loss instanceof Nft) {
            return;
        }
        double factor = loss instanceof PrimeDppoKl prime ? prime.advantageTau() : 1;
        boolean divergence = loss instanceof Archer archer && archer.klCoefficient() > 0;
        for (int i = 0; i < 5; i++) {
            for (int t = 0; t < LENGTHS[i]; t++) {
                double weight = loss instanceof Luspo ? LENGTHS[i] : 1;
                assertThat((double) result.gradient()[i][t])
                        .as("token %s of response %s", t, i)
                        .isCloseTo(-factor * weight * ADVANTAGES[i] / 10, within(divergence ? 0.02 : 1e-5));
            }
        }
    }

    @Test
    void lossesThatAreAnchoredOnTheBehaviourReadNoOldLogProbabilities() {
        Stream<PolicyLoss> withOneAnchor = all().map(Named::getPayload).filter(loss -> !(loss instanceof DecoupledPpo));
        withOneAnchor.forEach(loss -> {
            boolean anchored = loss.requirements().samplingCorrection();
            assertThat(loss.requirements().streams().contains(TokenStream.BEHAVIOUR_LOGPROBS))
                    .isEqualTo(anchored);
            assertThat(loss.requirements().lossStreams().contains(TokenStream.OLD_LOGPROBS))
                    .isEqualTo(!anchored);
            Map<TokenStream, float[][]> streams = new HashMap<>(FIVE.streams());
            streams.remove(anchored ? TokenStream.OLD_LOGPROBS : TokenStream.BEHAVIOUR_LOGPROBS);
            Result result = new Batch(FIVE.leaf(), streams, FIVE.mask(), FIVE.totals(), FIVE.rows())
                    .evaluate(loss(loss, usual(loss)));
            assertThat(result.metrics()).containsKey(anchored ? "policy/kl_behaviour" : "policy/kl_old");
        });
    }

    @ParameterizedTest
    @EnumSource(TrustRegion.Form.class)
    void aTokenThatDppoDropsHasNoGradientAndStaysInTheDenominator(TrustRegion.Form form) {
        // p from 0.25 to 0.5: moved 0.25; ratio 2, A = 1. Kept: gradient -2 / 2 of two tokens. Dropped: 0
        float[][] now = {{(float) Math.log(0.5), (float) Math.log(0.5)}};
        float[][] before = {{(float) Math.log(0.25), (float) Math.log(0.5)}};
        Batch batch = Batch.whole(
                TokenStream.LOGPROBS,
                Map.of(
                        TokenStream.LOGPROBS, now,
                        TokenStream.BEHAVIOUR_LOGPROBS, before,
                        TokenStream.ADVANTAGES, new float[][] {{1, 1}}),
                new float[][] {{1, 1}});
        Result kept = batch.evaluate(loss(new DppoTv(0.2, 0.3, form, 20), LossAggregation.TOKEN_MEAN));
        assertThat(kept.gradient()[0]).containsExactly(new float[] {-1, -0.5f}, within(1e-5f));
        assertThat(kept.metrics().get("policy/masked_share")).isZero();
        Result dropped = batch.evaluate(loss(new DppoTv(0.2, 0.2, form, 20), LossAggregation.TOKEN_MEAN));
        assertThat(dropped.gradient()[0]).containsExactly(new float[] {0, -0.5f}, within(1e-5f));
        assertThat(dropped.metrics().get("policy/masked_share")).isCloseTo(0.5, CLOSE);
    }

    @Test
    void aTokenWhoseRatioRisesBeyondTheGateOfSapoEarnsLess() {
        // ratio e^0.5 = 1.648721: s = sigmoid(0.648721) = 0.656722; gate 4 s (1 - s) = 0.901753; gradient -ratio * gate
        float[][] zero = {{0}};
        Batch batch = Batch.policy(new float[][] {{0.5f}}, zero, new float[][] {{1}}, new float[][] {{1}});
        Result result = batch.evaluate(loss(Sapo.DEFAULTS, LossAggregation.TOKEN_MEAN));
        assertThat(result.metrics().get("policy/gate")).isCloseTo(0.901753, CLOSE);
        assertThat((double) result.gradient()[0][0]).isCloseTo(-1.486739, CLOSE);
    }

    @Test
    void theDivergenceOfArcherIsOfTokensOfLowEntropyAlone() {
        // A = 0, so only the divergence is left; entropies 1, 2: the median 1.5 divides them; r = 0.5 on both
        Batch batch = Batch.policy(
                        new float[][] {{-1, -1}}, new float[][] {{-1, -1}}, new float[1][2], new float[][] {{1, 1}})
                .with(TokenStream.ENTROPY, new float[][] {{1, 2}})
                .with(TokenStream.REFERENCE_LOGPROBS, new float[][] {{-0.5f, -0.5f}});
        Result result = batch.evaluate(loss(new Archer(0.5, 0.2, 0.2, 0.5, 0.5, 2), LossAggregation.TOKEN_MEAN));
        assertThat(result.loss()).isCloseTo(0.148721, CLOSE); // 2 (e^0.5 - 1.5) / 2 tokens
        assertThat((double) result.gradient()[0][0]).isCloseTo(-0.648721, CLOSE); // 2 (1 - e^0.5) / 2
        assertThat(result.gradient()[0][1]).isZero();
    }

    @Test
    void theSquareOfKimisRatioMayBeThatOfTheResponse() {
        // d = 0.1 and 0.2, sum 0.3; A = 0: tau / 2 * 0.09 = 0.045 with tau 1, gradient 0.3 on both
        Batch batch = Batch.policy(
                new float[][] {{-1, -1}}, new float[][] {{-1.1f, -1.2f}}, new float[1][2], new float[][] {{1, 1}});
        Result result = batch.evaluate(loss(new KimiPg(1, KimiPg.Level.RESPONSE), LossAggregation.SEQ_MEAN_TOKEN_SUM));
        assertThat(result.loss()).isCloseTo(0.045, CLOSE);
        assertThat(result.gradient()[0]).containsExactly(new float[] {0.3f, 0.3f}, within(1e-5f));
    }

    @Test
    void impossibleSettingsAreRefusedByName() {
        refused(() -> new Sapo(0, 1), "sapo.tauPositive must be above 0, got 0.0");
        refused(() -> new DppoTv(0, 1, TrustRegion.Form.RATIO, 20), "dppo-tv.low must be above 0, got 0.0");
        refused(() -> new DppoKl(1, 1, TrustRegion.Form.RATIO, 0.5), "dppo-kl.maxRatio must be at least 1, got 0.5");
        refused(() -> new PrimeDppoKl(1, 1, 1, -1), "prime-dppo-kl.klTau must be at least 0, got -1.0");
        refused(() -> new PrimeIpo(0, 1, 1), "prime-ipo.threshold must be above 0, got 0.0");
        refused(() -> new Luspo(1, 1), "luspo.clipLow must be in (0, 1), got 1.0");
        refused(() -> new Vespo(1, 1, 0, 1, Anchor.OLD), "vespo.kNegative must be above 0, got 0.0");
        refused(() -> new CeGppo(0.2, 0.2, 1, 1, 1), "ce-gppo.dualClip must be 0 (off) or greater than 1, got 1.0");
        refused(() -> new Archer(1, 0.2, 0.2, 0.5, 0.5, 0), "archer.quantile must be in (0, 1), got 1.0");
        refused(() -> new Disco(Disco.Score.RATIO, -1, 0, 0), "disco.tau must be at least 0, got -1.0");
        refused(() -> new Nft(1, 0, Nft.PromptWeight.NONE, 0.02), "nft.floor must be in (0, 1], got 0.0");
        refused(() -> new KimiPg(-1, KimiPg.Level.TOKEN), "kimi-pg.tau must be at least 0, got -1.0");
    }

    private static void refused(Runnable settings, String message) {
        assertThatThrownBy(settings::run).isInstanceOf(ConfigException.class).hasMessage(message);
    }
}
