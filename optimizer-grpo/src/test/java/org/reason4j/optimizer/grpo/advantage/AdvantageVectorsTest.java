package org.reason4j.optimizer.grpo.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;
import org.reason4j.optimizer.grpo.advantage.Gtpo.Failures;
import org.reason4j.optimizer.grpo.advantage.Gtpo.Scale;

/** Worked examples of the advantages. */
class AdvantageVectorsTest {

    private static final Offset<Double> CLOSE = within(2e-6);

    @Test
    void gpgOfVerlIsReproduced() throws IOException {
        assertReproduced("gpg-verl", Gpg.VERL);
    }

    @Test
    void litePpoIsReproduced() throws IOException {
        JsonNode vector = vector("liteppo-batch-std");
        assertThat(vector.at("/params/eps").asDouble()).isEqualTo(LitePpo.DEFAULTS.epsilon());
        assertReproduced("liteppo-batch-std", LitePpo.DEFAULTS);
    }

    @Test
    void theBatchNormalisationOfScaleRlIsReproduced() throws IOException {
        assertThat(vector("scalerl-loss").at("/params/eps").asDouble()).isZero();
        assertReproduced("scalerl-loss", new BatchNormalised(0));
    }

    @Test
    void opoIsReproduced() throws IOException {
        JsonNode vector = vector("opo");
        double[] rewards = row(vector.at("/inputs/rewards"));
        double[] lengths = row(vector.at("/inputs/lengths"));
        List<ScoredTrajectory> responses = IntStream.range(0, rewards.length)
                .mapToObj(i -> Groups.response(rewards[i], (int) lengths[i]))
                .toList();
        assertThat(perResponse(new Opo().credits(List.of(Groups.of(responses)))))
                .containsExactly(row(vector.at("/expected/advantages")), CLOSE);
    }

    @Test
    void krpoIsReproduced() throws IOException {
        JsonNode vector = vector("krpo");
        Krpo krpo = new Krpo(
                vector.at("/params/Q").asDouble(),
                vector.at("/params/R").asDouble(),
                vector.at("/params/x0").asDouble(),
                vector.at("/params/P0").asDouble(),
                vector.at("/params/eps").asDouble());
        assertThat(krpo).isEqualTo(Krpo.DEFAULTS);
        assertThat(perResponse(krpo.credits(List.of(Groups.withRewards(row(vector.at("/inputs/rewards")))))))
                .containsExactly(row(vector.at("/expected/advantages")), CLOSE);
    }

    @Test
    void theOptimalTokenBaselineIsReproduced() throws IOException {
        JsonNode vector = vector("optimal-token-baseline");
        float[][] sampled = matrix(vector.at("/inputs/pi_sampled"));
        float[][] squares = matrix(vector.at("/inputs/sum_pi_squared"));
        List<ScoredTrajectory> responses = new ArrayList<>();
        for (ScoredTrajectory one :
                Groups.responses(matrix(vector.at("/inputs/token_rewards")), matrix(vector.at("/inputs/mask")))) {
            int i = responses.size();
            responses.add(one.withTrajectory(one.trajectory()
                    .with(TokenStream.OLD_LOGPROBS, logarithms(sampled[i]))
                    .with(TokenStream.COLLISION, squares[i])));
        }
        OptimalTokenBaseline baseline =
                new OptimalTokenBaseline(true, vector.at("/params/eps").asDouble());
        List<Credit> credits = baseline.credits(List.of(Groups.of(responses)));
        float[][] expected = matrix(vector.at("/expected/advantages"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(credits.get(i).advantages()).containsExactly(expected[i], within(2e-6f));
        }
    }

    @Test
    void gdpoIsReproduced() throws IOException {
        JsonNode vector = vector("gdpo");
        float[][] rewards = matrix(vector.at("/inputs/rewards_per_function"));
        List<ScoredTrajectory> responses = Arrays.stream(rewards)
                .map(of ->
                        Groups.response(of[0] + of[1], 1).withShares(Map.of("a", (double) of[0], "b", (double) of[1])))
                .toList();
        double epsilon = vector.at("/params/eps").asDouble();
        List<ScoredGroup> group = List.of(Groups.of(responses));
        assertThat(perResponse(new Gdpo(Map.of(), epsilon, false).credits(group)))
                .containsExactly(row(vector.at("/expected/summed")), CLOSE);
        assertThat(perResponse(new Gdpo(Map.of(), epsilon, true).credits(group)))
                .containsExactly(row(vector.at("/expected/advantages")), CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hard", "easy", "none", "graded"})
    void maxRlIsReproduced(String group) throws IOException {
        JsonNode vector = vector("maxrl");
        List<ScoredGroup> groups = List.of(Groups.withRewards(row(vector.at("/inputs/groups/" + group))));
        assertThat(perResponse(MaxRl.DEFAULTS.credits(groups)))
                .containsExactly(row(vector.at("/expected/prime/" + group)), CLOSE);
        assertThat(perResponse(MaxRl.SKYRL.credits(groups)))
                .containsExactly(row(vector.at("/expected/skyrl/" + group)), CLOSE);
    }

    @Test
    void aLoneResponseOfMaxRlIsTakenAsEachSystemTakesIt() throws IOException {
        JsonNode expected = vector("maxrl").at("/expected/single_sample_0.7");
        List<ScoredGroup> alone = List.of(Groups.withRewards(0.7));
        assertThat(perResponse(MaxRl.DEFAULTS.credits(alone)))
                .containsExactly(new double[] {expected.get("prime").asDouble()}, CLOSE);
        assertThat(perResponse(MaxRl.SKYRL.credits(alone)))
                .containsExactly(new double[] {expected.get("skyrl").asDouble()}, CLOSE);
    }

    /**
     * The expected gradient of a Bernoulli policy by enumeration of the number of successes: a success pushes {@code p} by
     * {@code 1/p}, a failure by {@code -1/(1 - p)}.
     */
    @Test
    void theMeanGradientOfMaxRlIsThatOfTheLogarithmToAnOrderOneBelowTheGroup() throws IOException {
        JsonNode vector = vector("maxrl-order");
        double[] chances = row(vector.at("/inputs/p"));
        double[] sizes = row(vector.at("/inputs/N"));
        for (int i = 0; i < chances.length; i++) {
            for (int j = 0; j < sizes.length; j++) {
                double expected = vector.at("/expected/weight_centred_form/" + i + "/" + j)
                        .asDouble();
                assertThat(meanGradient(chances[i], (int) sizes[j]))
                        .as("p %s, N %s", chances[i], sizes[j])
                        .isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
            }
        }
    }

    private static double meanGradient(double p, int n) {
        double gradient = 0;
        double chance = Math.pow(1 - p, n); // of c successes
        for (int c = 0; c <= n; c++) {
            double[] rewards = new double[n];
            Arrays.fill(rewards, 0, c, 1);
            double[] advantages = perResponse(MaxRl.DEFAULTS.credits(List.of(Groups.withRewards(rewards))));
            for (int i = 0; i < n; i++) {
                gradient += chance * advantages[i] * (i < c ? 1 / p : -1 / (1 - p)) / n;
            }
            chance *= (double) (n - c) / (c + 1) * p / (1 - p);
        }
        return gradient;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"passk-training-8-2-4", "passk-training-8-1-4", "passk-training-8-4-4", "passk-training-16-4-4"})
    void passAtKIsReproduced(String id) throws IOException {
        JsonNode vector = vector(id);
        int right = vector.at("/inputs/n_correct").asInt();
        double[] advantages = passAtK(
                vector.at("/inputs/n").asInt(), right, vector.at("/inputs/k").asInt());
        for (int i = 0; i < advantages.length; i++) {
            double expected = vector.at(i < right ? "/expected/adv_correct" : "/expected/adv_wrong")
                    .asDouble();
            assertThat(advantages[i]).isCloseTo(expected, CLOSE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void passAtKGivesNothingWhereEveryOrNoSubsetWins(int number) throws IOException {
        double[] aCase = row(vector("passk-training-degenerate").at("/inputs/cases/" + number));
        assertThat(passAtK((int) aCase[0], (int) aCase[1], (int) aCase[2])).containsOnly(0);
    }

    /** The first {@code c} of {@code n} are right. */
    private static double[] passAtK(int n, int c, int k) {
        double[] rewards = new double[n];
        Arrays.fill(rewards, 0, c, 1);
        return perResponse(new PassAtK(k, 0, 1e-6).credits(List.of(Groups.withRewards(rewards))));
    }

    @ParameterizedTest
    @CsvSource({"true, advantages_std", "false, advantages_nostd"})
    void bestMinusSecondIsReproduced(boolean deviation, String expected) throws IOException {
        JsonNode vector = vector("grpo-passk-best");
        BestMinusSecond best =
                new BestMinusSecond(deviation, vector.at("/params/eps").asDouble());
        assertThat(perResponse(best.credits(List.of(Groups.withRewards(row(vector.at("/inputs/rewards")))))))
                .containsExactly(row(vector.at("/expected/" + expected)), CLOSE);
    }

    @Test
    void withoutDeviationAndWeightTheDistanceFromTheMeanIsTheDifficultyWeight() throws IOException {
        JsonNode vector = vector("difficulty-weight");
        DifficultyWeighted weighted = new DifficultyWeighted(
                new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.NONE, 0, Singleton.ZERO, false),
                new DifficultyWeight.Focal(0),
                0);
        assertThat(perResponse(weighted.credits(List.of(Groups.withRewards(row(vector.at("/inputs/rewards")))))))
                .containsExactly(row(vector.at("/expected/weighted")), CLOSE);
    }

    @Test
    void theTokenRewardsOfGtpoAreReproduced() throws IOException {
        JsonNode vector = vector("gtpo-token-reward");
        double share = vector.at("/params/alpha2").asDouble();
        assertThat(vector.at("/params/alpha1").asDouble()).isEqualTo(1 - share);
        float[][] entropies = matrix(vector.at("/inputs/entropy"));
        double[] lengths = row(vector.at("/inputs/length"));
        double[] rewards = row(vector.at("/inputs/reward"));
        List<ScoredTrajectory> responses = IntStream.range(0, rewards.length)
                .mapToObj(i -> Groups.hesitant(rewards[i], Arrays.copyOf(entropies[i], (int) lengths[i])))
                .toList();
        double[][] shaped = new Gtpo(share, 0, Failures.INVERSE, Scale.PLACE, 1e-6).tokenRewards(Groups.of(responses));
        for (int i = 0; i < shaped.length; i++) {
            assertThat(shaped[i]).containsExactly(row(vector.at("/expected/token_reward/" + i)), CLOSE);
        }
    }

    @Test
    void theRewardsOfGrpoSAreReproduced() throws IOException {
        JsonNode vector = vector("grpo-s");
        double[] entropies = row(vector.at("/inputs/mean_entropy"));
        double[] rewards = row(vector.at("/inputs/reward"));
        List<ScoredTrajectory> responses = IntStream.range(0, rewards.length)
                .mapToObj(i -> Groups.hesitant(rewards[i], (float) entropies[i] - 1, (float) entropies[i] + 1))
                .toList();
        GrpoS grpoS = new GrpoS(vector.at("/params/beta2").asDouble(), 0, Failures.INVERSE, 1e-6);
        assertThat(grpoS.shaped(Groups.of(responses))).containsExactly(row(vector.at("/expected/reward_new")), CLOSE);
    }

    /** Rewards in groups, as the vector names them, against its advantages. */
    private static void assertReproduced(String id, Advantage advantage) throws IOException {
        JsonNode vector = vector(id);
        double[] rewards = row(vector.at("/inputs/rewards"));
        Map<String, List<Double>> groups = new TreeMap<>();
        for (int i = 0; i < rewards.length; i++) {
            String group = vector.at("/inputs/group").get(i).asText();
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(rewards[i]);
        }
        List<ScoredGroup> scored = groups.values().stream()
                .map(group -> Groups.withRewards(
                        group.stream().mapToDouble(Double::doubleValue).toArray()))
                .toList();
        assertThat(perResponse(advantage.credits(scored)))
                .containsExactly(row(vector.at("/expected/advantages")), CLOSE);
    }

    /** The one advantage of each response. */
    static double[] perResponse(List<Credit> credits) {
        return credits.stream()
                .mapToDouble(credit -> {
                    assertThat(Collections.singleton(credit.advantage(0)))
                            .containsExactlyElementsOf(distinct(credit.advantages()));
                    return credit.advantage(0);
                })
                .toArray();
    }

    private static List<Float> distinct(float[] advantages) {
        return IntStream.range(0, advantages.length)
                .mapToObj(t -> advantages[t])
                .distinct()
                .toList();
    }

    private static float[] logarithms(float... probabilities) {
        float[] logarithms = new float[probabilities.length];
        for (int t = 0; t < logarithms.length; t++) {
            logarithms[t] = (float) Math.log(probabilities[t]);
        }
        return logarithms;
    }
}
