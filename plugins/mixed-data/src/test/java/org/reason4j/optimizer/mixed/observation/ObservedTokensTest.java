package org.reason4j.optimizer.mixed.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.RunInfo;
import org.reason4j.optimizer.mixed.Responses;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

class ObservedTokensTest {

    private static final TokenStream OBSERVED = TokenStream.OBSERVED_LOGPROBS;

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static Batch batch(Regularizer regularizer, List<Credit> credits, TokenStream leaf) {
        return Batch.of(
                leaf,
                regularizer.shapeCredits(credits),
                Map.of(
                        OBSERVED,
                        (Trajectory one) -> one.stream(TokenStream.OLD_LOGPROBS),
                        TokenStream.LOGPROBS,
                        one -> one.stream(TokenStream.OLD_LOGPROBS)));
    }

    /** A response with such log-probabilities on all tokens, learned or not. */
    private static Credit credit(int sample, float[] logprobs, boolean... learned) {
        Trajectory one = Responses.sampled(Responses.prompt("p"), sample, 0, new int[learned.length])
                .withLearned(learned)
                .with(TokenStream.OLD_LOGPROBS, logprobs);
        return Credit.constant(one, 1);
    }

    @Test
    void crossEntropyOfWhatAToolSaysIsAMeanOfItsOwn() throws IOException {
        JsonNode vector = vector("echo-loss");
        float[][] logprobs = matrix(vector.at("/inputs/logp"));
        float[][] actions = matrix(vector.at("/inputs/action_mask"));
        List<Credit> credits = new ArrayList<>();
        credits.add(credit(0, logprobs[0], learned(actions[0])));
        credits.add(credit(1, new float[] {-0.9f, -0.8f, -1.6f}, true, true, true)); // what follows is padding
        // token 2 of the first response opens the tool's message: one token of a frame
        Echo echo = echo(new Echo.Config(vector.at("/params/alpha").asDouble(), 1, 0, Map.of()));
        Result result = batch(echo, credits, OBSERVED).evaluate(Loss.of(echo));

        assertThat(result.loss()).isCloseTo(vector.at("/expected/ce").asDouble(), within(1e-6));
        float[][] slopes = matrix(vector.at("/expected/dloss_dlogp"));
        for (int t = 0; t < 6; t++) {
            assertThat(result.gradient()[0][t]).isCloseTo(actions[0][t] > 0 ? 0 : slopes[0][t], within(1e-6f));
        }
        assertThat(result.metrics().get("echo/cross_entropy")).isCloseTo((2.2 + 0.7) / 2, within(1e-6));
    }

    private static boolean[] learned(float[] mask) {
        boolean[] learned = new boolean[mask.length];
        for (int t = 0; t < mask.length; t++) {
            learned[t] = mask[t] > 0;
        }
        return learned;
    }

    @Test
    void observationsBeginAfterTheFirstLearnedTokenAndLoseTheirFrames() {
        float[] ones = {-1, -2, -4, -8, -16, -32, -64};
        List<Credit> credits = List.of(credit(0, ones, false, true, false, false, false, true, false));
        // token 0 is a shared beginning; 2 to 4 and 6 are observations: (4 + 8 + 16 + 64) / 4
        assertThat(loss(echo(new Echo.Config(1, 0, 0, Map.of())), credits)).isCloseTo(23, within(1e-5));
        assertThat(loss(echo(new Echo.Config(1, 1, 1, Map.of())), credits)).isCloseTo(8, within(1e-5)); // token 3 alone
    }

    private static Echo echo(Echo.Config config) {
        return new Echo(config, new Characters());
    }

    private static double loss(Regularizer regularizer, List<Credit> credits) {
        return batch(regularizer, credits, OBSERVED)
                .evaluate((tokens, leaf) -> regularizer.loss(tokens).orElseThrow())
                .loss();
    }

    @Test
    void theirGradientAgreesWithFiniteDifferencesAndSplitsAndPaddingChangeNothing() {
        List<Credit> credits = List.of(
                credit(0, new float[] {-1, -2, -0.5f, -0.4f}, true, false, false, true),
                credit(1, new float[] {-0.3f, -0.2f}, true, true),
                credit(2, new float[] {-0.7f, -0.9f, -1.1f}, true, false, true));
        Echo echo = echo(Echo.Config.DEFAULTS);
        Loss loss = (tokens, leaf) ->
                echo.loss(tokens).orElse(leaf.mul(0).sum()).add(leaf.mul(0).sum());
        Batch batch = batch(echo, credits, OBSERVED);
        LossChecks.gradientAgreesWithFiniteDifferences(batch, loss, 1e-2f, 1e-4);
        LossChecks.microBatchesAndPaddingChangeNothing(batch, loss, 1e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(batch, loss);
    }

    @Test
    void theChanceOfAHintFallsByHalfACosineAndEnds() throws IOException {
        JsonNode vector = vector("uft-hint");
        int slices = vector.at("/params/slices").asInt();
        HintedSampler.Config config = new HintedSampler.Config(
                vector.at("/params/low").asDouble(),
                vector.at("/params/high").asDouble(),
                vector.at("/params/T_hint").asInt(),
                slices,
                true);
        double[] steps = row(vector.at("/inputs/step"));
        for (int i = 0; i < steps.length; i++) {
            double chance = config.chance((int) steps[i]);
            assertThat(chance).isCloseTo(row(vector.at("/expected/p"))[i], within(1e-6));
            assertThat(slices * chance).isCloseTo(row(vector.at("/expected/expected_hint_slices"))[i], within(1e-5));
        }
    }

    private record Step(int number, List<Prompt> prompts, int longest) implements SamplingStep {

        @Override
        public int groupSize() {
            return 3;
        }

        @Override
        public SamplingParams params() {
            return SamplingParams.of(longest);
        }

        @Override
        public RolloutEngine rollouts() {
            return Services.engine();
        }
    }

    private HintedSampler sampler(double chance, int steps) {
        RunInfo run = (RunInfo) Services.standard(Path.of("nowhere")).all().get(RunInfo.class);
        return new HintedSampler(
                new HintedSampler.Config(chance, chance, steps, 5, true), new Characters(), run, metrics);
    }

    private static final Prompt SHOWN = Samples.prompt("shown", "1+1=").withResponse("0123456789");

    @Test
    void aResponseBeginsWithSlicesOfTheExamplesOwnAndThePolicyFinishesIt() {
        Group group = sampler(1, 10).sample(new Step(1, List.of(SHOWN), 16)).get(0);
        assertThat(group.trajectories()).hasSize(3).allSatisfy(one -> {
            assertThat(new String(one.response(), 0, 10)).isEqualTo("0123456789"); // all five slices
            assertThat(one.length()).isBetween(11, 16);
            assertThat(one.isLearned(9)).isFalse();
            assertThat(one.isLearned(10)).isTrue();
            assertThat(one.stream(HintedSampler.HINT)).startsWith(1, 1).endsWith(0);
            assertThat(one.params().orElseThrow().maxTokens()).isEqualTo(16);
        });
        assertThat(metrics.of("uft/hint_tokens")).isEqualTo(10);
        assertThat(sampler(1, 10).sample(new Step(1, List.of(SHOWN), 8)).get(0).trajectories())
                .allMatch(one -> one.length() == 8 && one.learnedTokens() == 1); // a token is left to the policy
        assertThat(sampler(1, 10)
                        .sample(new Step(12, List.of(SHOWN), 16))
                        .get(0)
                        .trajectories())
                .allMatch(one -> one.isLearned(0)); // after the last step with hints
    }

    @Test
    void slicesAreDrawnForEachPromptAndStepAndSharedByItsGroup() {
        int tokens = 0;
        for (int step = 1; step <= 200; step++) {
            List<Trajectory> group = sampler(0.5, 300)
                    .sample(new Step(step, List.of(SHOWN), 16))
                    .get(0)
                    .trajectories();
            int hint = hintTokens(group.get(0));
            assertThat(hint % 2).isZero(); // whole slices of two tokens
            assertThat(group).allMatch(one -> hintTokens(one) == hint && one.learnedTokens() == one.length() - hint);
            tokens += hint;
        }
        assertThat(tokens / 200.0).isCloseTo(5, within(0.5)); // half of ten; the standard error is 0.16
    }

    private static int hintTokens(Trajectory one) {
        int tokens = 0;
        for (float mark : one.stream(HintedSampler.HINT)) {
            tokens += (int) mark;
        }
        return tokens;
    }

    @Test
    void anExampleWithoutAResponseIsRefusedWhereHintsAreRequired() {
        assertThatThrownBy(() -> sampler(1, 9).sample(new Step(1, List.of(Samples.prompt("bare", "1=")), 16)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("but example 'bare' has none");
    }

    @Test
    void hintsAreImitatedByTheMeanOverTheirTokens() {
        List<Credit> credits = List.of(
                hinted(credit(0, new float[] {-1, -3, -0.5f}, false, false, true), 2),
                hinted(credit(1, new float[] {-0.3f, -0.2f}, true, true), 0));
        HintImitation imitation = new HintImitation(new HintImitation.Config(0.01));
        assertThat(loss(imitation, credits)).isCloseTo(0.01 * (1 + 3) / 2, within(1e-7));
        assertThat(imitation.requirements().sources()).containsEntry(HintedSampler.HINT, "the sampler 'uft'");
    }

    private static Credit hinted(Credit credit, int tokens) {
        float[] marks = new float[credit.trajectory().length()];
        Arrays.fill(marks, 0, tokens, 1);
        return credit.withTrajectory(credit.trajectory().with(HintedSampler.HINT, marks));
    }
}
