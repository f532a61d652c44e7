package org.reason4j.optimizer.grpo.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.grpo.advantage.AdvantageVectorsTest.perResponse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Gpg.Alpha;
import org.reason4j.optimizer.grpo.advantage.Gtpo.Failures;
import org.reason4j.optimizer.grpo.advantage.Gtpo.Scale;

/** Properties of advantages, and numbers that can be checked by hand. */
class AdvantagesTest {

    private static final Offset<Double> CLOSE = within(1e-6);
    private static final Offset<Float> NEAR = within(1e-6f);

    /** Those that compare the responses of a group. */
    static Stream<Advantage> ofGroups() {
        return Stream.of(
                Estimate.DEFAULTS,
                Gpg.DEFAULTS,
                new Gpg(Alpha.NONE, GroupDeviation.SAMPLE, 0),
                new Gpg(Alpha.NONZERO_REWARDS, GroupDeviation.POPULATION, 0),
                new LitePpo(0),
                new BatchNormalised(0),
                new Opo(),
                Gdpo.DEFAULTS,
                MaxRl.DEFAULTS,
                PassAtK.DEFAULTS,
                new BestMinusSecond(true, 0),
                DifficultyWeighted.DEFAULTS,
                new Gtpo(0, 0, Failures.INVERSE, Scale.PLACE, 0),
                new Gtpo(0, 0, Failures.INVERSE, Scale.GROUP, 0),
                new GrpoS(0, 0, Failures.INVERSE, 0));
    }

    @ParameterizedTest
    @MethodSource("ofGroups")
    void equalRewardsEverywhereCarryNoSignal(Advantage advantage) {
        for (double reward : new double[] {0, 0.1, 1}) {
            ScoredGroup group = Groups.of(List.of(response(reward), response(reward), response(reward)));
            assertThat(advantage.credits(List.of(group, group)))
                    .as("%s", reward)
                    .hasSize(6)
                    .allSatisfy(credit -> assertThat(credit.advantages()).containsOnly(0));
        }
    }

    @ParameterizedTest
    @MethodSource("ofGroups")
    void aResponseWithoutSiblingsCarriesNoSignal(Advantage advantage) {
        assertThat(advantage
                        .credits(List.of(Groups.of(List.of(response(1)))))
                        .get(0)
                        .advantages())
                .containsOnly(0);
        assertThat(advantage.credits(List.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ofGroups")
    void aBetterResponseHasTheLargerAdvantage(Advantage advantage) {
        ScoredGroup group =
                Groups.of(List.of(response(0), response(1), response(0), response(0), response(0), response(0)));
        List<Credit> credits = advantage.credits(List.of(group));
        assertThat(credits.get(1).advantage(0)).isPositive();
        assertThat(credits.get(0).advantage(0)).isNotPositive();
    }

    @Test
    void groupsOfEqualRewardsMakeTheOthersOfGpgCountMore() {
        // two of three groups differ: alpha 3/2; distances from the mean 0.5, -0.5 and 1, -1
        List<ScoredGroup> groups =
                List.of(Groups.withRewards(1, 0), Groups.withRewards(1, 1), Groups.withRewards(2, 0));
        assertThat(perResponse(Gpg.DEFAULTS.credits(groups)))
                .containsExactly(new double[] {0.75, -0.75, 0, 0, 1.5, -1.5}, CLOSE);
        // deviation sqrt(0.5) and sqrt(2)
        assertThat(perResponse(new Gpg(Alpha.NONE, GroupDeviation.SAMPLE, 0).credits(groups)))
                .containsExactly(new double[] {0.707107, -0.707107, 0, 0, 0.707107, -0.707107}, CLOSE);
        // population deviation 0.5 and 1
        assertThat(perResponse(new Gpg(Alpha.NONE, GroupDeviation.POPULATION, 0).credits(groups)))
                .containsExactly(new double[] {1, -1, 0, 0, 1, -1}, CLOSE);
    }

    @Test
    void aDifferenceBetweenGroupsDividesLitePpoButNotTheBatchNormalisation() {
        // rewards 11, 10, 1, 0: mean 5.5, deviation sqrt((5.5^2 + 4.5^2) * 2 / 3) = 5.802298; centred: sqrt(4 * 0.25 /
        // 3)
        List<ScoredGroup> groups = List.of(Groups.withRewards(11, 10), Groups.withRewards(1, 0));
        assertThat(perResponse(new LitePpo(0).credits(groups)))
                .containsExactly(new double[] {0.086173, -0.086173, 0.086173, -0.086173}, within(2e-6));
        assertThat(perResponse(new BatchNormalised(0).credits(groups)))
                .containsExactly(new double[] {0.866025, -0.866025, 0.866025, -0.866025}, CLOSE);
    }

    @Test
    void opoCountsLearnedTokensAlone() {
        // lengths 1 and 3, one token of the second is a tool's: baseline (1 * 1 + 2 * 0) / 3
        ScoredTrajectory tool = Groups.response(0, new boolean[] {true, false, true}, 0, 0, 0);
        assertThat(perResponse(new Opo().credits(List.of(Groups.of(List.of(Groups.response(1, 1), tool))))))
                .containsExactly(new double[] {2 / 3.0, -1 / 3.0}, CLOSE);
    }

    @Test
    void aPlaceThatTheLongestResponseAloneReachesHasNoBaseline() {
        // at the first place weights 1 - 2 * 0.5 + 0.5 = 0.5 both: baseline 0.5; the second place is the first
        // response's
        ScoredGroup group = Groups.of(List.of(sure(1, 2), sure(0, 1)));
        List<Credit> zero = OptimalTokenBaseline.DEFAULTS.credits(List.of(group));
        assertThat(zero.get(0).advantages()).containsExactly(new float[] {0.5f, 1}, NEAR);
        assertThat(zero.get(1).advantages()).containsExactly(new float[] {-0.5f}, NEAR);
        List<Credit> own = new OptimalTokenBaseline(false, 1e-12).credits(List.of(group));
        assertThat(own.get(0).advantages()).containsExactly(new float[] {0.5f, 0}, NEAR);
    }

    @Test
    void tokensOfAToolAreNoPlacesOfTheOptimalTokenBaseline() {
        // the tool's token between the two learned ones has no weight: the second place is compared with the second
        // place
        ScoredTrajectory tool = sure(Groups.response(1, new boolean[] {true, false, true}, 0, 0, 0));
        List<Credit> credits = OptimalTokenBaseline.DEFAULTS.credits(List.of(Groups.of(List.of(tool, sure(0, 2)))));
        assertThat(credits.get(0).advantages()).containsExactly(new float[] {0.5f, 0, 0.5f}, NEAR);
        assertThat(credits.get(1).advantages()).containsExactly(new float[] {-0.5f, -0.5f}, NEAR);
    }

    @Test
    void aResponseByItselfHasItsReturnAsTheAdvantageOfTheOptimalTokenBaseline() {
        List<Credit> credits = OptimalTokenBaseline.DEFAULTS.credits(List.of(Groups.of(List.of(sure(1, 2)))));
        assertThat(credits.get(0).advantages()).containsExactly(1, 1);
    }

    @Test
    void whatShapersAddedIsOneRewardMoreOfGdpo() {
        // reward a: 1, 0; shapers took 0, -2 : standardised (0.7071, -0.7071) + 0.5 * (0.7071, -0.7071)
        List<ScoredTrajectory> responses = List.of(
                Groups.response(1, 1).withShares(Map.of("a", 1.0)),
                Groups.response(-2, 1).withShares(Map.of("a", 0.0)));
        Gdpo gdpo = new Gdpo(Map.of("shaped", 0.5), 1e-9, false);
        assertThat(perResponse(gdpo.credits(List.of(Groups.of(responses)))))
                .containsExactly(new double[] {1.060660, -1.060660}, CLOSE);
        assertThat(gdpo.requirements().rewards()).isEmpty();
        assertThat(new Gdpo(Map.of("a", 2.0), 1e-4, true).requirements().rewards())
                .containsExactly("a");
    }

    @Test
    void aRewardWithoutAValueTakesNoPartInGdpo() {
        // a: 1, 0, 0 with deviation 0.577350; b: 1, 0 of the first two with deviation 0.707107
        List<ScoredTrajectory> responses = List.of(
                Groups.response(2, 1).withShares(Map.of("a", 1.0, "b", 1.0)),
                Groups.response(0, 1).withShares(Map.of("a", 0.0, "b", 0.0)),
                Groups.response(0, 1).withShares(Map.of("a", 0.0)));
        assertThat(perResponse(new Gdpo(Map.of(), 1e-9, false).credits(List.of(Groups.of(responses)))))
                .containsExactly(new double[] {1.154701 + 0.707107, -0.577350 - 0.707107, -0.577350}, CLOSE);
    }

    @Test
    void roundingOfTokenRewardsIsNothingThatShapersAdded() {
        ScoredTrajectory dense = Groups.response(0, new boolean[] {true, true, true}, 0.1f, 0.2f, 0.3f)
                .withShares(Map.of("a", 0.6));
        List<ScoredTrajectory> responses = List.of(dense, Groups.response(0, 3).withShares(Map.of("a", 0.0)));
        assertThat(perResponse(new Gdpo(Map.of(), 1e-9, false).credits(List.of(Groups.of(responses)))))
                .containsExactly(new double[] {0.707107, -0.707107}, within(1e-5));
    }

    @Test
    void krpoFiltersInSamplingOrder() {
        ScoredTrajectory first = Groups.response(0, 1, 1);
        ScoredTrajectory second = Groups.response(1, 0.5, 1);
        double[] inOrder = perResponse(Krpo.DEFAULTS.credits(List.of(Groups.of(List.of(first, second)))));
        double[] turned = perResponse(Krpo.DEFAULTS.credits(List.of(Groups.of(List.of(second, first)))));
        assertThat(turned).containsExactly(inOrder[1], inOrder[0]);
    }

    @Test
    void maxRlRefusesRewardsBelowZero() {
        assertThatThrownBy(() -> MaxRl.DEFAULTS.credits(List.of(Groups.withRewards(1, -1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must measure success")
                .hasMessageContaining("-1.0");
    }

    @Test
    void aHardPromptCountsMoreWithTheFocalWeight() {
        // 1 of 4 right: distances 0.75 and -0.25, times 0.75; 3 of 4: 0.25 and -0.75, times 0.25
        List<ScoredGroup> groups = List.of(Groups.withRewards(1, 0, 0, 0), Groups.withRewards(1, 1, 1, 0));
        double[] advantages = perResponse(DifficultyWeighted.DEFAULTS.credits(groups));
        assertThat(advantages)
                .containsExactly(
                        new double[] {0.5625, -0.1875, -0.1875, -0.1875, 0.0625, 0.0625, 0.0625, -0.1875}, CLOSE);
    }

    @Test
    void theLogisticWeightFavoursSuccessOnHardAndFailureOnEasyPrompts() {
        // w(0.75) = 0.4 + 1.1 / 2 = 0.95; w(0.25) = 0.4 + 1.1 / (1 + e^-5) = 1.492638
        DifficultyWeight logistic = DifficultyWeight.Logistic.DEFAULTS;
        assertThat(logistic.of(0.75, true)).isCloseTo(0.95, CLOSE);
        assertThat(logistic.of(0.25, true)).isCloseTo(1.492638, CLOSE);
        assertThat(logistic.of(0.75, false)).isCloseTo(1.492638, CLOSE);
    }

    @Test
    void aConfidentFailureLosesMoreThanAHesitantOne() {
        // inverse entropies 4 and 1 of sum 5, two wrong: -(0.9 + 0.1 * 1.6) and -(0.9 + 0.1 * 0.4)
        ScoredGroup group = Groups.of(List.of(Groups.hesitant(0, 0.25f), Groups.hesitant(0, 1)));
        double[][] rewards = Gtpo.DEFAULTS.tokenRewards(group);
        assertThat(rewards[0]).containsExactly(new double[] {-1.06}, CLOSE);
        assertThat(rewards[1]).containsExactly(new double[] {-0.94}, CLOSE);
        double[][] plain = new Gtpo(0.1, 0, Failures.PLAIN, Scale.PLACE, 0).tokenRewards(group);
        assertThat(plain[0]).containsExactly(0);
    }

    @Test
    void gtpoStandardisesOverAPlaceOrOverTheGroup() {
        // without entropies: rewards 1, 1 and -1; at the first place 1 and -1, at the second 1 alone
        ScoredGroup group = Groups.of(List.of(Groups.hesitant(1, 1, 1), Groups.hesitant(0, 1)));
        List<Credit> place = new Gtpo(0, 0, Failures.INVERSE, Scale.PLACE, 0).credits(List.of(group));
        assertThat(place.get(0).advantages()).containsExactly(new float[] {0.707107f, 0}, NEAR);
        assertThat(place.get(1).advantages()).containsExactly(new float[] {-0.707107f}, NEAR);
        // mean 1/3, deviation sqrt((2 * 4/9 + 16/9) / 2) = 1.154701
        List<Credit> all = new Gtpo(0, 0, Failures.INVERSE, Scale.GROUP, 0).credits(List.of(group));
        assertThat(all.get(0).advantages()).containsExactly(new float[] {0.577350f, 0.577350f}, NEAR);
        assertThat(all.get(1).advantages()).containsExactly(new float[] {-1.154701f}, NEAR);
    }

    @Test
    void entropiesOfZeroAreSharedEqually() {
        ScoredGroup group = Groups.of(List.of(Groups.hesitant(1, 0), Groups.hesitant(1, 0), Groups.hesitant(0, 0)));
        double[][] rewards = Gtpo.DEFAULTS.tokenRewards(group);
        assertThat(rewards[0]).containsExactly(new double[] {1}, CLOSE);
        assertThat(rewards[1]).containsExactly(new double[] {1}, CLOSE);
        assertThat(rewards[2]).containsExactly(new double[] {-1}, CLOSE);
    }

    @Test
    void reinforceSubtractsWhatEarlierStepsEarned() {
        // means of the steps 1, 0, 0.5 with decay 0.5: nothing, then 1, then (0.5 * 1 + 0) / 1.5 = 1/3
        Reinforce reinforce = new Reinforce(1, true, 0.5);
        RunningMeans memory = new RunningMeans();
        assertThat(step(reinforce, memory, 1, 1)).containsExactly(1, 1);
        assertThat(step(reinforce, memory, 0, 0)).containsExactly(-1, -1);
        assertThat(step(reinforce, memory, 1, 0)).containsExactly(new double[] {2 / 3.0, -1 / 3.0}, CLOSE);
    }

    @Test
    void reinforceDiscountsTheReturn() {
        // outcome 1 after three tokens, gamma 0.5
        List<Credit> credits =
                new Reinforce(0.5, false, 0.9).credits(List.of(Groups.of(List.of(Groups.response(1, 3)))));
        assertThat(credits.get(0).advantages()).containsExactly(0.25f, 0.5f, 1);
    }

    @Test
    void aResumedRunningMeanEqualsOneThatWentOn() {
        Reinforce reinforce = new Reinforce(1, true, 0.9);
        RunningMeans wentOn = new RunningMeans();
        step(reinforce, wentOn, 0.3, 0.8);
        step(reinforce, wentOn, 0.1, 0.9);
        RunningMeans resumed = new RunningMeans();
        resumed.restore(wentOn.state());
        assertThat(step(reinforce, resumed, 1, 0)).containsExactly(step(reinforce, wentOn, 1, 0));
    }

    private static double[] step(Reinforce reinforce, RunningMeans memory, double... rewards) {
        return perResponse(reinforce.credits(List.of(Groups.withRewards(rewards)), memory));
    }

    /** Two tokens, with every stream that an advantage reads and the shares of one reward. */
    private static ScoredTrajectory response(double reward) {
        return Groups.hesitant(reward, 0.5f, 0.7f).withShares(Map.of("a", reward));
    }

    /** A response whose tokens had probability 1/2, as had one other token. */
    private static ScoredTrajectory sure(double outcome, int length) {
        return sure(Groups.response(outcome, length));
    }

    private static ScoredTrajectory sure(ScoredTrajectory one) {
        float[] logprobs = new float[one.trajectory().length()];
        float[] collisions = new float[logprobs.length];
        Arrays.fill(logprobs, (float) Math.log(0.5));
        Arrays.fill(collisions, 0.5f);
        return one.withTrajectory(
                one.trajectory().with(TokenStream.OLD_LOGPROBS, logprobs).with(TokenStream.COLLISION, collisions));
    }
}
