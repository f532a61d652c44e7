package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.group;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.RecordedMetrics;

class CriticCreditTest {

    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final ScoredGroup RIGHT = group(scored(0, mask("111"), new float[] {0.2f, 0.5f, 0.6f}, 1));
    private static final ScoredGroup WRONG = group(scored(0, mask("101"), new float[] {0.3f, 9, 0.1f}, 0));

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void advantagesAndReturnsHaveLambdasOfTheirOwn() {
        List<Credit> credits = credit(new GaeConfig(1, 0.95, 1, 0, false, false), RIGHT, WRONG);
        // deltas 0.3, 0.1, 0.4: 0.4; 0.1 + 0.95 * 0.4 = 0.48; 0.3 + 0.95 * 0.48 = 0.756
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.756f, 0.48f, 0.4f}, CLOSE);
        assertThat(returns(credits.get(0))).containsExactly(new float[] {1, 1, 1}, CLOSE);
        // deltas -0.2, -0.1: -0.1; -0.2 - 0.095 = -0.295; the token between is not learned
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {-0.295f, 0, -0.1f}, CLOSE);
        assertThat(returns(credits.get(1))).containsExactly(new float[] {0, 0, 0}, CLOSE);
    }

    @Test
    void theCriticsLambdaMixesItsOwnValuesIn() {
        List<Credit> credits = credit(new GaeConfig(1, 1, 0, 0, false, false), RIGHT);
        // one TD error each: the value of the next token, then the outcome
        assertThat(returns(credits.get(0))).containsExactly(new float[] {0.5f, 0.6f, 1}, CLOSE);
    }

    @Test
    void whiteningLeavesReturnsAlone() {
        List<Credit> credits = credit(new GaeConfig(1, 1, 1, 0, true, false), RIGHT, WRONG);
        assertThat(returns(credits.get(0))).containsExactly(new float[] {1, 1, 1}, CLOSE);
        double sum = 0;
        double squares = 0;
        for (Credit credit : credits) {
            for (float advantage : credit.advantages()) {
                sum += advantage;
                squares += advantage * advantage;
            }
        }
        assertThat(sum).isCloseTo(0, within(1e-6));
        assertThat(squares).isCloseTo(4, within(1e-5)); // five learned tokens, divisor 4
    }

    @Test
    void lambdaAdaptsToTheLearnedTokensOfEachResponse() {
        // alpha 0.5: lambda 1 - 1 / 1.5 = 1/3 for three learned tokens, 0 for two
        List<Credit> credits = credit(new GaeConfig(1, 1, 1, 0.5, false, false), RIGHT, WRONG);
        // 0.4; 0.1 + 0.4 / 3 = 0.233333; 0.3 + 0.233333 / 3 = 0.377778
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.377778f, 0.233333f, 0.4f}, CLOSE);
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {-0.2f, 0, -0.1f}, CLOSE);
    }

    @Test
    void aTruncatedResponseIsWorthWhatTheCriticExpectsAtItsCut() {
        ScoredGroup cut = group(truncated(scored(0, mask("1101"), new float[] {0.2f, 0.5f, 9, 0.6f}, -1)));
        // deltas 0.3, 0.1 and -1 + 0.6 - 0.6 = -1
        assertThat(credit(new GaeConfig(1, 1, 1, 0, false, true), cut).get(0).advantages())
                .containsExactly(new float[] {-0.6f, -0.9f, 0, -1}, CLOSE);
        assertThat(returns(credit(new GaeConfig(1, 1, 1, 0, false, true), cut).get(0)))
                .containsExactly(new float[] {-0.4f, -0.4f, 0, -0.4f}, CLOSE); // -1 + 0.6
        // without: nothing follows
        assertThat(returns(credit(new GaeConfig(1, 1, 1, 0, false, false), cut).get(0)))
                .containsExactly(new float[] {-1, -1, 0, -1}, CLOSE);
    }

    @Test
    void aResponseThatEndsIsFollowedByNothingAlsoWithBootstrapping() {
        assertThat(credit(new GaeConfig(1, 1, 1, 0, false, true), RIGHT).get(0).advantages())
                .containsExactly(credit(new GaeConfig(1, 1, 1, 0, false, false), RIGHT)
                        .get(0)
                        .advantages());
    }

    private static ScoredTrajectory truncated(ScoredTrajectory scored) {
        Trajectory one = scored.trajectory();
        return scored.withTrajectory(Trajectory.sampled(
                        one.prompt(), one.sample(), one.response(), "", Finish.LENGTH, 0, SamplingParams.of(64))
                .withLearned(one.learned())
                .with(TokenStream.VALUES, one.stream(TokenStream.VALUES)));
    }

    @Test
    void everyTrajectoryHasACreditInOrder() {
        List<Credit> credits = credit(
                GaeConfig.DEFAULTS,
                group(scored(0, mask("1"), new float[1], 1), scored(1, mask("1"), new float[1], 0)),
                group(scored(2, mask("0"), new float[1], 1)));
        assertThat(credits).extracting(credit -> credit.trajectory().sample()).containsExactly(0, 1, 2);
    }

    @Test
    void metricsSayWhatTheCriticForesaw() {
        credit(GaeConfig.DEFAULTS, RIGHT, WRONG);
        assertThat(metrics.values())
                .containsOnlyKeys("critic/explained_variance", "critic/value_mean", "critic/return_mean");
        assertThat(metrics.of("critic/value_mean")).isCloseTo(0.34, within(1e-6)); // 1.7 / 5
        assertThat(metrics.of("critic/return_mean")).isCloseTo(0.6, within(1e-6)); // 3 / 5
        // returns 1, 1, 1, 0, 0: squares 1.2; errors 0.8, 0.5, 0.4, -0.3, -0.1: 1.15 - 1.3² / 5 = 0.812
        assertThat(metrics.of("critic/explained_variance")).isCloseTo(1 - 0.812 / 1.2, within(1e-6));
    }

    @Test
    void equalReturnsHaveNoExplainedVariance() {
        credit(GaeConfig.DEFAULTS, RIGHT);
        assertThat(metrics.values()).containsOnlyKeys("critic/value_mean", "critic/return_mean");
    }

    @Test
    void aStepWithoutLearnedTokensReportsNothing() {
        assertThat(credit(GaeConfig.DEFAULTS)).isEmpty();
        assertThat(metrics.values()).isEmpty();
    }

    private List<Credit> credit(GaeConfig config, ScoredGroup... groups) {
        return new CriticCredit(config, metrics, new Pretraining(CriticConfig.DEFAULTS)).of(List.of(groups));
    }

    private static float[] returns(Credit credit) {
        return credit.trajectory().stream(Critic.RETURNS);
    }
}
