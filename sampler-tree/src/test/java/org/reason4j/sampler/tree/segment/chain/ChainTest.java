package org.reason4j.sampler.tree.segment.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.PROMPT;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/**
 * A policy that writes lines of one letter, {@code r} with probability 0.7, else {@code w}, and ends after each with
 * probability 0.4. A response without a {@code w} is right.
 *
 * <p>So at the beginning of a line the value is 0 after a {@code w}, and else {@code v = 0.7 (0.4 + 0.6 v)}, which is
 * 0.28 / 0.58 = 0.482759; after an {@code r} it is {@code v / 0.7}.
 */
class ChainTest {

    private static final long SEED = 20_261_130;
    private static final double V = 0.28 / 0.58;
    private static final Map<Character, Double> LETTER = Map.of('r', 0.7, 'w', 0.3);
    private static final Map<Character, Double> END = Map.of('\n', 0.6, '$', 0.4);
    private static final Measure NO_W = group ->
            Reward.perTrajectory(group, trajectory -> Score.of(trajectory.text().contains("w") ? 0 : 1));

    private final MarkovEngine policy = new MarkovEngine(SEED, Map.of('?', LETTER, '\n', LETTER, 'r', END, 'w', END));
    private final RecordedMetrics metrics = new RecordedMetrics();

    private ChainReward reward(ChainConfig config, Measure measure) {
        return new ChainReward(config, policy, RolloutSettings.of(8, SamplingParams.of(64)), measure, metrics);
    }

    /** A response whose tokens had these probabilities; all of them are the policy's. */
    private static Trajectory response(int sample, String text, Finish finish, double... probabilities) {
        float[] logprobs = new float[text.length()];
        for (int t = 0; t < logprobs.length; t++) {
            logprobs[t] = (float) Math.log(probabilities.length == 1 ? probabilities[0] : probabilities[t]);
        }
        return Trajectory.sampled(
                        PROMPT, sample, text.chars().toArray(), text.replace("$", ""), finish, 0, SamplingParams.of(64))
                .with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
    }

    private static float[] advantages(Score score) {
        return ((Score.Value) score).streams().get(ChainReward.SEGMENT_ADVANTAGES);
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("spo-chain");
        double bound = vector.at("/params/prob_threshold").asDouble();
        Trajectory response = response(0, "abcdefgh", Finish.STOP, row(vector.at("/inputs/token_prob")));
        int[] bounds = CutPoints.of(
                response, bound, vector.at("/params/cutpoints_per_segment").asInt(), 99);
        assertThat(Arrays.stream(bounds).asDoubleStream())
                .containsExactly(box(row(vector.at("/expected/segment_bounds"))));
        double[] values = row(vector.at("/inputs/boundary_values"));
        double[] segments = SegmentAdvantage.of(Arrays.copyOf(values, 3), values[3]);
        assertThat(segments).containsExactly(row(vector.at("/expected/segment_adv")), within(1e-9));
        Trajectory credited =
                response.with(ChainReward.SEGMENT_ADVANTAGES, SegmentAdvantage.perToken(segments, bounds));
        Credit credit = new ChainOptimizer(ChainAdvantageConfig.DEFAULTS, metrics)
                .credit(List.of(ScoredGroup.of(PROMPT, List.of(ScoredTrajectory.of(credited, 0)))))
                .get(0);
        double[] masked = row(vector.at("/expected/token_adv_masked"));
        for (int t = 0; t < masked.length; t++) {
            // four of eight tokens are left, and the loss divides by all
            assertThat(credit.advantage(t)).isCloseTo((float) masked[t] * 8 / 4, within(1e-6f));
        }
        assertThat(metrics.of("tree/learned_ratio")).isEqualTo(0.5);
    }

    private static Double[] box(double... values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    @Test
    void cutsAreCountedOnTokensOfThePolicyAndNoneStandsAtTheEnd() {
        Trajectory unsure = response(0, "abcd", Finish.STOP, 0.5);
        assertThat(CutPoints.of(unsure, 0.9, 1, 99)).containsExactly(0, 1, 2, 3, 4);
        assertThat(CutPoints.of(unsure, 0.9, 2, 99)).containsExactly(0, 2, 4);
        assertThat(CutPoints.of(unsure, 0.9, 1, 2)).containsExactly(0, 1, 4);
        assertThat(CutPoints.of(unsure, 0.4, 1, 99)).containsExactly(0, 4);
        assertThat(CutPoints.of(unsure.withLearned(new boolean[] {true, false, true, true}), 0.9, 2, 99))
                .containsExactly(0, 3, 4);
    }

    @Test
    void everySegmentIsWorthWhatItChangesTheChanceToBeRight() throws Exception {
        // cuts after every unlikely token, all of them: r|\n|r|$. 8000 continuations: a standard error of 0.0056
        Trajectory right = response(0, "r\nr$", Finish.STOP, 0.7, 0.6, 0.7, 0.4);
        Trajectory wrong = response(1, "w$", Finish.STOP, 0.3, 0.4);
        List<Score> scores =
                reward(new ChainConfig(8000, 0.9, 1, 99, 0), NO_W).score(Group.of(PROMPT, List.of(right, wrong)));
        float v = (float) V;
        float after = v / 0.7f; // of what begins with an r
        assertThat(((Score.Value) scores.get(0)).value()).isZero();
        assertThat(advantages(scores.get(0)))
                .as("seed %s", SEED)
                .containsExactly(new float[] {after - v, v - after, after - v, 1 - after}, within(0.03f));
        assertThat(advantages(scores.get(1))).as("seed %s", SEED).containsExactly(new float[] {-v, 0}, within(0.03f));
        // five distinct beginnings: the empty one, which both share, r, r\n, r\nr, w
        assertThat(metrics.of("spo-chain/continuations")).isEqualTo(5 * 8000);
        assertThat(metrics.of("spo-chain/segments")).isEqualTo(3);
        assertThat(policy.asked().stream().map(RolloutRequest::sample).collect(Collectors.toSet()))
                .hasSize(5 * 8000)
                .allMatch(sample -> sample >= CutValues.FIRST_SAMPLE);
    }

    @Test
    void continuationsHaveTheRoomThatTheResponseHadAndNoMoreThanThePlanSays() throws Exception {
        Trajectory response = response(0, "r\nr$", Finish.STOP, 0.5);
        reward(new ChainConfig(2, 0.9, 1, 99, 0), NO_W).score(Group.of(PROMPT, List.of(response)));
        assertThat(policy.asked())
                .hasSize(2 * 4)
                .allMatch(request -> request.prefix().length + request.params().maxTokens() == 64);
        // the prefixes are r, r\n, r\nr: three distinct tokens
        assertThat(new Continuations(policy.asked()).maxTokens()).isEqualTo(3);
        assertThat(new Continuations(List.of()).maxTokens()).isZero();
    }

    @Test
    void aResponseWithoutAnOutcomeIsNotValuedAndOneThatIsCutOffIsUnfinished() throws Exception {
        Measure partly = group -> Reward.perTrajectory(
                group, one -> one.text().startsWith("w") ? Score.unscorable("no verdict") : Score.of(1));
        List<Score> scores = reward(new ChainConfig(3, 0.9, 9, 99, 0.25), partly)
                .score(Group.of(
                        PROMPT,
                        List.of(
                                response(0, "w$", Finish.STOP, 0.5),
                                response(1, "r\nr\n", Finish.LENGTH, 0.5),
                                response(2, "r$", Finish.STOP, 0.5))));
        assertThat(scores.get(0)).isEqualTo(Score.unscorable("no verdict"));
        // 1 and 2 share the empty beginning alone, and differ by their outcomes
        assertThat(advantages(scores.get(2))[0] - advantages(scores.get(1))[0]).isCloseTo(0.75f, within(1e-6f));
        assertThat(policy.asked()).hasSize(3);
    }

    @Test
    void whatTheMeasureCanNotJudgeIsLeftOutOfTheMeanOrTheReason() throws Exception {
        Trajectory response = response(0, "r$", Finish.STOP, 0.5);
        Group group = Group.of(PROMPT, List.of(response));
        Measure onlyThis = all ->
                Reward.perTrajectory(all, one -> one.sample() == 0 ? Score.of(1) : Score.unscorable("no verdict"));
        assertThat(reward(new ChainConfig(3, 0.9, 9, 99, 0), onlyThis).score(group))
                .containsExactly(Score.unscorable("no verdict"));
        assertThat(metrics.of("spo-chain/unscorable")).isEqualTo(3);
        Measure broken =
                all -> Reward.perTrajectory(all, one -> one.sample() == 0 ? Score.of(1) : Score.failed("out of order"));
        assertThat(reward(new ChainConfig(3, 0.9, 9, 99, 0), broken).score(group))
                .containsExactly(Score.failed("out of order"));
        assertThatThrownBy(() -> reward(new ChainConfig(1, 0.9, 1, 9, 0), all -> List.of())
                        .score(group))
                .hasMessageContaining("returned 0 scores for a group of 1");
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new ChainConfig(0, 0.9, 1, 1, 0))
                .hasMessage("spo-chain.rollouts must be at least 1, got 0");
        assertThatThrownBy(() -> new ChainConfig(1, 0, 1, 1, 0))
                .hasMessage("spo-chain.probabilityBelow must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new ChainConfig(1, 0.9, 0, 1, 0))
                .hasMessage("spo-chain.unlikelyTokens must be at least 1, got 0");
        assertThatThrownBy(() -> new ChainConfig(1, 0.9, 1, 0, 0))
                .hasMessage("spo-chain.maxSegments must be at least 1, got 0");
        assertThatThrownBy(() -> new ChainConfig(1, 0.9, 1, 1, Double.NaN))
                .hasMessage("spo-chain.unfinished must be a number, got NaN");
    }
}
