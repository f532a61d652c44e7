package org.reason4j.optimizer.mixed.demonstration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.optimizer.mixed.Responses;
import org.reason4j.optimizer.mixed.Success;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.RecordedMetrics;

class MixedLossesTest {

    private static final Offset<Double> CLOSE = within(1e-6);
    private static final TokenStream NOW = TokenStream.LOGPROBS;

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Prompt prompt = Responses.prompt("p");

    /** A response with its numbers; {@code old} stands for the log-probabilities before the step's updates. */
    private static ScoredTrajectory scored(Trajectory one, double reward, float[] now, float[] old) {
        return ScoredTrajectory.of(one.with(NOW, now).with(TokenStream.OLD_LOGPROBS, old), reward);
    }

    private ScoredTrajectory own(int sample, double reward, float now, float old) {
        Trajectory one = Responses.sampled(prompt, sample, 0, sample);
        return scored(one, reward, new float[] {now}, new float[] {old});
    }

    private ScoredTrajectory shown(int sample, double reward, double... probabilities) {
        Trajectory one = Responses.demonstration(prompt, sample, probabilities.length);
        float[] now = new float[probabilities.length];
        for (int t = 0; t < now.length; t++) {
            now[t] = (float) Math.log(probabilities[t]);
        }
        return scored(one, reward, now, now);
    }

    private static Batch batch(List<Credit> credits) {
        return Batch.of(
                NOW,
                credits,
                credits.stream().anyMatch(one -> one.trajectory().origin() != Origin.DEMONSTRATION)
                        ? Map.of(
                                TokenStream.BEHAVIOUR_LOGPROBS,
                                (Trajectory one) ->
                                        one.find(TokenStream.BEHAVIOUR_LOGPROBS).orElse(new float[one.length()]))
                        : Map.of());
    }

    private static Result result(PolicyOptimizer optimizer, ScoredGroup... groups) {
        return batch(optimizer.credit(List.of(groups))).evaluate(Loss.of(optimizer));
    }

    private ScoredGroup group(ScoredTrajectory... members) {
        return ScoredGroup.of(prompt, List.of(members));
    }

    @Test
    void luffysWeightOfADemonstrationIsReproduced() throws IOException {
        JsonNode vector = vector("luffy-shaping");
        double[] probabilities = row(vector.at("/inputs/off_policy_prob"));
        Luffy luffy = new Luffy(new LuffyConfig(
                vector.at("/params/gamma").asDouble(), false, false, 0, 0.2, LossAggregation.SEQ_MEAN_TOKEN_SUM));
        // rewards 1 and -1 have the mean 0, so advantages 1 and -1; the loss is a mean over two responses
        Result result = result(luffy, group(own(0, -1, -0.5f, -0.5f), shown(1, 1, probabilities)));
        double[] losses = row(vector.at("/expected/token_loss"));
        double[] slopes = row(vector.at("/expected/dloss_dlogp"));
        double sum = 0;
        for (int t = 0; t < losses.length; t++) {
            sum += losses[t];
            assertThat((double) result.gradient()[1][t]).isCloseTo(slopes[t] / 2, CLOSE);
        }
        assertThat(result.loss()).isCloseTo((sum + 1) / 2, CLOSE); // the own token: ratio 1, advantage -1
        double[] f = row(vector.at("/expected/f"));
        assertThat(result.metrics().get("luffy/weight"))
                .isCloseTo((f[0] + f[1] + f[2] + f[3]) / 4, CLOSE); // over the tokens from elsewhere alone
        assertThat(result.metrics().get("luffy/importance")).isCloseTo((0.9 + 0.5 + 0.1 + 0.01) / 4, CLOSE);
    }

    @Test
    void statisticsAreThoseOfTheGroupOrOfThePolicyAlone() {
        ScoredGroup group = group(own(0, 0, -1, -1), own(1, 0.5f, -1, -1), shown(2, 1, 0.5));
        assertThat(advantages(new Luffy(LuffyConfig.DEFAULTS), group)).containsExactly(-0.5, 0, 0.5);
        Luffy alone = new Luffy(new LuffyConfig(0.1, false, true, 0, 0.2, LossAggregation.TOKEN_MEAN));
        assertThat(advantages(alone, group)).containsExactly(-0.25, 0.25, 0.75);
    }

    private static double[] advantages(PolicyOptimizer optimizer, ScoredGroup group) {
        return optimizer.credit(List.of(group)).stream()
                .mapToDouble(credit -> credit.advantage(0))
                .toArray();
    }

    @Test
    void aReplayedTokenIsWeighedByItsImportanceAgainstThePolicyThatSampledIt() {
        Trajectory replayed = Responses.sampled(prompt, 1, 0, 4)
                .withOrigin(Origin.REPLAY)
                .with(TokenStream.BEHAVIOUR_LOGPROBS, new float[] {-1.5f});
        // w = exp(-1 + 1.5) = 1.648721, f = w / (w + 0.1) = 0.942815, df/dl = 0.1 w / (w + 0.1)^2 = 0.053914
        Result result = result(
                new Luffy(LuffyConfig.EXGRPO),
                group(own(0, -1, -2, -2), scored(replayed, 1, new float[] {-1}, new float[] {-9})));
        assertThat(result.metrics().get("luffy/importance")).isCloseTo(1.648721, CLOSE);
        assertThat(result.loss()).isCloseTo((1 - 0.942815) / 2, CLOSE);
        assertThat((double) result.gradient()[1][0]).isCloseTo(-0.053914 / 2, CLOSE);
    }

    @Test
    void theRatioOfThePolicysOwnTokensIsClippedOnlyOnDemand() {
        ScoredGroup group = group(own(0, 1, -0.5f, -1), own(1, -1, -1, -1)); // a ratio of 1.648721 with advantage 1
        Luffy free = new Luffy(new LuffyConfig(0.1, false, false, 0, 0.2, LossAggregation.TOKEN_MEAN));
        assertThat(result(free, group).loss()).isCloseTo((1 - 1.648721) / 2, CLOSE);
        Luffy clipped = new Luffy(new LuffyConfig(0.1, false, false, 0.2, 0.2, LossAggregation.TOKEN_MEAN));
        assertThat(result(clipped, group).loss()).isCloseTo((1 - 1.2) / 2, CLOSE);
        assertThat(result(clipped, group).metrics().get("policy/clip_fraction_high"))
                .isCloseTo(0.5, CLOSE);
    }

    @Test
    void srftsWeightsFollowTheEntropy() throws IOException {
        JsonNode vector = vector("srft-weights");
        double[] entropies = row(vector.at("/inputs/mean_entropy"));
        for (int i = 0; i < entropies.length; i++) {
            float entropy = (float) entropies[i];
            // all rewards are equal, so the demonstration is imitated alone, with advantage 0
            ScoredGroup group = group(own(0, 1, -1, -1), shown(1, 1, 0.5, 0.5))
                    .map(one -> one.withTrajectory(
                            one.trajectory().with(TokenStream.ENTROPY, Responses.filled(one.trajectory(), entropy))));
            Result result = result(new Srft(Srft.Config.DEFAULTS), group);
            double imitation = row(vector.at("/expected/w_sft"))[i];
            double own = row(vector.at("/expected/w_on_policy_positive"))[i];
            assertThat((double) result.gradient()[0][0]).isCloseTo(-own, CLOSE);
            assertThat((double) result.gradient()[1][1]).isCloseTo(-imitation / 2, CLOSE); // a mean over two tokens
            assertThat(result.metrics().get("srft/imitation_weight")).isCloseTo(imitation, CLOSE);
            assertThat(result.metrics().get("srft/own_weight")).isCloseTo(own, CLOSE);
        }
    }

    @Test
    void srftUnlearnsWrongResponsesAndReinforcesDemonstrations() {
        ScoredGroup group = group(own(0, 0, -1, -1), own(1, 0, -1, -1), shown(2, 1, 0.4))
                .map(one -> one.withTrajectory(
                        one.trajectory().with(TokenStream.ENTROPY, Responses.filled(one.trajectory(), 0))));
        Result result = result(new Srft(Srft.Config.DEFAULTS), group);
        assertThat((double) result.gradient()[0][0]).isCloseTo(0.5, CLOSE); // +l, a mean over two tokens
        // the advantage of 0, 0, 1 is (2/3) / (0.577350 + 1e-6) = 1.154699; f' = 0.1 * 0.4 / 0.5^2 = 0.16
        assertThat((double) result.gradient()[2][0]).isCloseTo(-(0.5 + 1.154699 * 0.16), CLOSE);
    }

    @Test
    void chordMixesTheClippedLossWithWeightedImitation() throws IOException {
        JsonNode vector = vector("chord-phi");
        double[] probabilities = row(vector.at("/inputs/expert_prob"));
        double mu = vector.at("/params/mu").asDouble();
        Chord chord = new Chord(new Chord.Config(mu, mu, 0, 0, true, 0.2, 0.2), metrics);
        // rewards 1 and 0: advantages +-0.5 / (0.707107 + 1e-6) = +-0.707106; the ratio 0.9 of the right one and
        // 1.465687 of the
        // wrong one are not clipped: the mean of -0.9 A and +1.465687 A is 0.282843 A = 0.2
        float right = (float) Math.log(0.9) - 1;
        float wrong = (float) Math.log(1.465687) - 1;
        Result result = result(chord, group(own(0, 1, right, -1), own(1, 0, wrong, -1), shown(2, 0, probabilities)));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/mixed").asDouble(), within(2e-6));
        double[] phi = row(vector.at("/expected/phi"));
        for (int t = 0; t < phi.length; t++) {
            assertThat((double) result.gradient()[2][t]).isCloseTo(-mu * phi[t] / 3, CLOSE);
        }
        assertThat(result.metrics().get("chord/phi")).isCloseTo((phi[0] + phi[1] + phi[2]) / 3, CLOSE);
        assertThat(metrics.of("chord/mu")).isEqualTo(mu);
    }

    @Test
    void theShareOfImitationRisesOnALineAndFallsByHalfACosine() {
        Chord.Config config = new Chord.Config(0.9, 0.05, 10, 20, false, 0.2, 0.2);
        double[] shares =
                IntStream.of(0, 5, 10, 20, 30, 99).mapToDouble(config::mu).toArray();
        assertThat(shares).containsExactly(new double[] {0, 0.45, 0.9, 0.475, 0.05, 0.05}, within(1e-12));
        Chord chord = new Chord(config, metrics);
        chord.restore(Map.of("steps", 5L));
        chord.credit(List.of());
        assertThat(metrics.of("chord/mu")).isCloseTo(0.45, CLOSE);
        assertThat(chord.state()).isEqualTo(Map.of("steps", 6));
    }

    @Test
    void hptImitatesWherePromptsAreNotSolved() throws IOException {
        JsonNode vector = vector("hpt-gate");
        double[] counts = row(vector.at("/inputs/n_correct_of_8"));
        Hpt hpt = new Hpt(Hpt.Config.DEFAULTS, metrics);
        for (int i = 0; i < counts.length; i++) {
            List<ScoredTrajectory> members = new ArrayList<>();
            for (int sample = 0; sample < 8; sample++) {
                members.add(own(sample, sample < counts[i] ? 1 : 0, -1, -1));
            }
            members.add(shown(8, 1, 0.5));
            List<Credit> credits = hpt.credit(List.of(ScoredGroup.of(prompt, members)));
            boolean imitates = row(vector.at("/expected/use_sft"))[i] == 1;
            assertThat(credits).hasSize(imitates ? 1 : 8);
            assertThat(credits).allMatch(one -> (one.trajectory().origin() == Origin.DEMONSTRATION) == imitates);
        }
        assertThat(metrics.of("hpt/sft_share")).isCloseTo(1.0 / 3, CLOSE);
    }

    @Test
    void hptsTermsAreTheMeanOverDemonstrationsAndTheSumOfDrGrpo() {
        Hpt hpt = new Hpt(new Hpt.Config(0, 2, 0.3, 0.2, 0.2, Success.DEFAULTS), metrics);
        ScoredGroup unsolved = ScoredGroup.of(
                Responses.prompt("hard"),
                List.of(
                        scored(Responses.sampled(Responses.prompt("hard"), 0, 0, 1), 0, new float[] {-1}, new float[] {
                            -1
                        }),
                        shown(1, 1, 0.5, 0.25)));
        ScoredGroup solved = group(own(0, 1, -0.9f, -1), own(1, 0, -1, -1), shown(2, 1, 0.1));
        Result result = result(hpt, unsolved, solved);
        // imitation: 0.3 * (ln 2 + ln 4) / 2 = 0.311916; advantages +-0.5 with ratios 1.105171 and 1: (-0.552585 + 0.5)
        // over two
        // responses of at most two tokens, times 2
        assertThat(result.loss()).isCloseTo(0.311916 + 2 * (-0.052585) / 4, CLOSE);
        assertThat((double) result.gradient()[0][1]).isCloseTo(-0.15, CLOSE);
        assertThat((double) result.gradient()[2][0]).isCloseTo(2 * 0.5 / 4, CLOSE);
    }

    @Test
    void aGroupWithoutADemonstrationIsReinforced() {
        ScoredGroup group = group(own(0, 0, -1, -1), own(1, 0.25f, -1, -1));
        assertThat(advantages(new Hpt(Hpt.Config.DEFAULTS, metrics), group)).containsExactly(-0.125, 0.125);
    }

    static Stream<Arguments> optimizers() {
        RecordedMetrics any = new RecordedMetrics();
        return Stream.of(
                Arguments.of("luffy", new Luffy(LuffyConfig.DEFAULTS)),
                Arguments.of(
                        "luffy normalised",
                        new Luffy(new LuffyConfig(0.1, true, true, 0.2, 0.28, LossAggregation.SEQ_MEAN_TOKEN_MEAN))),
                Arguments.of("exgrpo", new Luffy(LuffyConfig.EXGRPO)),
                Arguments.of("srft", new Srft(Srft.Config.DEFAULTS)),
                Arguments.of("chord", new Chord(Chord.Config.DEFAULTS, any)),
                Arguments.of("chord mu", new Chord(Chord.Config.MU, any)),
                Arguments.of("hpt", new Hpt(Hpt.Config.DEFAULTS, any)));
    }

    /** Two groups with responses of the policy, a replayed one and demonstrations, of one to three tokens. */
    private static Batch mixed(PolicyOptimizer optimizer) {
        List<ScoredGroup> groups = new ArrayList<>();
        for (String id : List.of("solved", "unsolved")) {
            Prompt prompt = Responses.prompt(id);
            double right = id.equals("solved") ? 1 : 0;
            groups.add(ScoredGroup.of(
                    prompt,
                    List.of(
                            numbered(Responses.sampled(prompt, 0, 0, 1, 2, 3), right),
                            numbered(Responses.sampled(prompt, 1, 0, 4), 0),
                            numbered(
                                    Responses.sampled(prompt, 2, 0, 5, 6).withLearned(new boolean[] {false, false}),
                                    0.25),
                            numbered(
                                    Responses.sampled(prompt, 3, 0, 7, 8, 9)
                                            .withLearned(new boolean[] {true, false, true})
                                            .withOrigin(Origin.REPLAY),
                                    right),
                            numbered(Responses.demonstration(prompt, 4, 2), 1))));
        }
        return batch(optimizer.credit(groups));
    }

    private static ScoredTrajectory numbered(Trajectory one, double reward) {
        float[] now = new float[one.length()];
        float[] old = new float[one.length()];
        float[] entropy = new float[one.length()];
        for (int t = 0; t < now.length; t++) {
            now[t] = -0.4f - 0.37f * ((one.sample() + 2 * t) % 5);
            old[t] = now[t] + 0.07f * (t - 1) - 0.05f;
            entropy[t] = 0.2f + 0.3f * ((one.sample() + t) % 3);
        }
        return scored(one.with(TokenStream.ENTROPY, entropy), reward, now, old);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void gradientsAgreeWithFiniteDifferencesAndSplitsAndPaddingChangeNothing(String name, PolicyOptimizer optimizer) {
        Batch batch = mixed(optimizer);
        assertThat(batch.rows()).as(name).hasSizeGreaterThan(3);
        LossChecks.gradientAgreesWhereConstantsAreHeld(batch, Loss.of(optimizer), 1e-2f, 1e-3);
        LossChecks.microBatchesAndPaddingChangeNothing(batch, Loss.of(optimizer), 1e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(batch, Loss.of(optimizer));
    }
}
