package org.reason4j.reward.shaping.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.testkit.RecordedMetrics;

/** Rewards by length, each with its worked example. */
class LengthRewardsTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void kimisLengthRewardIsReproduced() throws IOException {
        JsonNode vector = vector("kimi-length");
        ScoredGroup group = group(row(vector.at("/inputs/correct")), row(vector.at("/inputs/lengths")));
        double[] expected = row(vector.at("/expected/reward"));
        double[] shaped = shaped(new KimiLength(new KimiLength.Config("", 0, 0.5, 0), metrics), group);
        for (int i = 0; i < expected.length; i++) {
            assertThat(shaped[i] - group.rewards()[i]).isCloseTo(expected[i] / 2, within(1e-9));
        }
        assertThat(shaped(new KimiLength(KimiLength.Config.DEFAULTS, metrics), group(new double[] {1, 0}, 7, 7)))
                .containsExactly(1, 0); // all_equal_lengths
    }

    @Test
    void kimisLengthRewardWarmsUpAlsoAcrossAResume() {
        KimiLength.Config config = new KimiLength.Config("", 0, 1, 2);
        ScoredGroup group = group(new double[] {1, 1}, 100, 200);
        KimiLength shaper = new KimiLength(config, metrics);
        assertThat(shaped(shaper, group)).containsExactly(1, 1);
        KimiLength resumed = new KimiLength(config, metrics);
        resumed.restore(shaper.state());
        assertThat(shaped(resumed, group)).containsExactly(1, 1);
        assertThat(shaped(resumed, group)).containsExactly(1.5, 0.5);
    }

    @Test
    void theCosineIsReproduced() throws IOException {
        JsonNode vector = vector("cosine-length");
        CosineLength.Config config = new CosineLength.Config("", 0, 1000, 1, 0.5, -1, -0.5, Optional.empty());
        double[] lengths = row(vector.at("/inputs/length"));
        for (double right = 0; right <= 1; right++) {
            double[] verdicts = new double[lengths.length];
            Arrays.fill(verdicts, right);
            assertThat(shaped(new CosineLength(config, metrics), group(verdicts, lengths)))
                    .containsExactly(row(vector.at(right > 0 ? "/expected/correct" : "/expected/wrong")), within(1e-6));
        }
    }

    @Test
    void aResponseThatWasCutOffMayHaveARewardOfItsOwn() {
        ScoredGroup group = ScoredGroup.of(
                prompt(Map.of()), List.of(response(0, 1, 10, Finish.LENGTH), response(1, 1, 10, Finish.STOP)));
        CosineLength.Config config = new CosineLength.Config("", 0, 10, 1, 0.5, -1, -0.5, Optional.of(-10.0));
        assertThat(shaped(new CosineLength(config, metrics), group)).containsExactly(-10, 0.5);
    }

    @Test
    void theExactBudgetIsReproduced() throws IOException {
        JsonNode vector = vector("l1-exact");
        assertThat(vector.at("/params/alpha").asDouble()).isEqualTo(L1Exact.Config.DEFAULTS.alpha());
        L1Exact shaper = new L1Exact(L1Exact.Config.DEFAULTS, new Budgets(), metrics);
        ScoredGroup group = group(row(vector.at("/inputs/correct")), row(vector.at("/inputs/used")));
        double[] budgets = row(vector.at("/inputs/budget"));
        assertThat(Arrays.stream(budgets).distinct().count()).isEqualTo(1);
        assertThat(shaped(shaper, budgeted(group, (int) budgets[0])))
                .containsExactly(row(vector.at("/expected/reward")), within(1e-9));
        assertThat(metrics.of("l1/distance")).isCloseTo((0 + 200 + 2000) / 3.0, within(1e-9));
    }

    @Test
    void theLargestBudgetIsReproducedInBothForms() throws IOException {
        for (L1Max.Form form : L1Max.Form.values()) {
            JsonNode vector = vector(form == L1Max.Form.CODE ? "l1-max-code" : "l1-max-paper");
            L1Max.Config config = new L1Max.Config(
                    "", 0, "budget", form, vector.at("/params/alpha").asDouble(), 0.5);
            ScoredGroup group = group(row(vector.at("/inputs/correct")), row(vector.at("/inputs/used")));
            int budget = (int) row(vector.at("/inputs/budget"))[0];
            assertThat(shaped(new L1Max(config, new Budgets(), metrics), budgeted(group, budget)))
                    .containsExactly(row(vector.at("/expected/reward")), within(1e-6));
        }
    }

    @Test
    void aPromptWithoutABudgetIsRefused() {
        L1Exact shaper = new L1Exact(L1Exact.Config.DEFAULTS, new Budgets(), metrics);
        assertThatThrownBy(() -> shaped(shaper, group(new double[] {1}, 5)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The budget of prompt 'p' is '', expected a whole number of tokens, at least 1")
                .hasMessageContaining("let the curriculum 'length-budget' draw them");
        assertThatThrownBy(() -> shaped(shaper, budgeted(group(new double[] {1}, 5), -3)))
                .hasMessageContaining("is '-3', expected");
    }

    @Test
    void theLinearPriceIsReproduced() throws IOException {
        JsonNode vector = vector("length-linear-passrate");
        double[] output = row(vector.at("/inputs/output_tokens"));
        double[] total = row(vector.at("/inputs/total_tokens"));
        double[] input = IntStream.range(0, total.length)
                .mapToDouble(i -> total[i] - output[i])
                .toArray();
        double mean = Arrays.stream(row(vector.at("/inputs/rewards"))).average().orElseThrow();
        assertThat(LengthLinear.prices(
                        mean,
                        ints(output),
                        ints(input),
                        ints(row(vector.at("/inputs/turns"))),
                        LengthLinear.Config.DEFAULTS))
                .containsExactly(row(vector.at("/expected/penalty")), within(1e-6));
    }

    @Test
    void tokensOfOthersCountAsInput() {
        // rewards 1 and 1; outputs 2 and 4, inputs 1 + 2 and 1 + 0, turns 2 and 1
        ScoredTrajectory two = response(0, 1, 4, Finish.STOP);
        ScoredTrajectory talked =
                two.withTrajectory(two.trajectory().withLearned(new boolean[] {true, false, false, true}));
        ScoredGroup group = ScoredGroup.of(prompt(Map.of()), List.of(talked, response(1, 1, 4, Finish.STOP)));
        assertThat(shaped(new LengthLinear(LengthLinear.Config.DEFAULTS, metrics), group))
                .containsExactly(new double[] {1 - (0.125 + 0.1 + 0.1), 1 - (0.25 + 0.1 / 3 + 0.05)}, within(1e-9));
    }

    @Test
    void theBonusByDifficultyIsReproduced() throws IOException {
        JsonNode vector = vector("laser-d");
        LaserD shaper = new LaserD(LaserD.Config.DEFAULTS, metrics);
        for (String level : List.of("easy", "medium", "hard")) {
            JsonNode inputs = vector.at("/inputs/groups_correct_length/" + level);
            assertThat(shaped(shaper, group(row(inputs.get(0)), row(inputs.get(1)))))
                    .as(level)
                    .containsExactly(row(vector.at("/expected/" + level + "/reward")), within(1e-9));
        }
        assertThat(LaserD.target(new boolean[] {true, true, false}, LaserD.Config.DEFAULTS))
                .isEqualTo(1000);
        assertThat(LaserD.target(new boolean[] {true, false, false}, LaserD.Config.DEFAULTS))
                .isEqualTo(2000);
    }

    @Test
    void theDivisionByLengthIsReproduced() throws IOException {
        JsonNode vector = vector("gr3");
        Gr3 shaper = new Gr3(new Gr3.Config(vector.at("/params/alpha").asDouble()), metrics);
        ScoredGroup group = group(row(vector.at("/inputs/rewards")), row(vector.at("/inputs/lengths")));
        assertThat(shaped(shaper, group)).containsExactly(row(vector.at("/expected/reward")), within(1e-6));
        assertThat(metrics.means().get("gr3/scale").stream()
                        .mapToDouble(scale -> scale)
                        .toArray())
                .containsExactly(row(vector.at("/expected/scale")), within(1e-6));
    }

    @Test
    void thePriceByDifficultyIsReproduced() throws IOException {
        JsonNode vector = vector("alp");
        double[] lengths = row(vector.at("/inputs/lengths"));
        Alp shaper = new Alp(Alp.Config.DEFAULTS, metrics);
        assertThat(shaped(shaper, group(row(vector.at("/inputs/correct")), lengths)))
                .containsExactly(row(vector.at("/expected/reward")), within(1e-6));
        assertThat(metrics.of("alp/solve_rate"))
                .isEqualTo(vector.at("/expected/solve_rate").asDouble());
        assertThat(shaped(shaper, group(new double[lengths.length], lengths)))
                .containsExactly(row(vector.at("/expected/unsolved_prompt_reward")), within(1e-7));
    }

    @Test
    void theTolerantLengthRewardIsReproduced() throws IOException {
        JsonNode vector = vector("short-rl");
        double[] lengths = row(vector.at("/inputs/length"));
        double[] right = row(vector.at("/inputs/answer_correct"));
        double[] expected = row(vector.at("/expected/length_reward"));
        for (int i = 0; i < lengths.length; i++) {
            double reward = right[i] > 0
                    ? ShortRl.of(
                            (int) lengths[i],
                            vector.at("/inputs/min_len").asInt(),
                            vector.at("/inputs/max_len").asInt(),
                            vector.at("/params/tolerance").asInt())
                    : 0;
            assertThat(reward).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void lengthWaitsWhileAccuracyIsBelowItsBest() {
        // the least and the largest are those of right responses: 100 and 300; 300 is 1/2 - 1
        ShortRl shaper = new ShortRl(new ShortRl.Config("", 0, 1, 50, 0.1), metrics);
        assertThat(shaped(shaper, group(new double[] {1, 1, 1, 0}, 100, 150, 300, 900)))
                .containsExactly(new double[] {1.5, 1.5, 0.5, 0}, within(1e-6));
        ShortRl resumed = new ShortRl(new ShortRl.Config("", 0, 1, 50, 0.1), metrics);
        resumed.restore(shaper.state());
        ScoredGroup half = group(new double[] {1, 1, 0, 0}, 100, 300, 100, 100); // 0.5 < 0.75 - 0.1
        assertThat(shaped(resumed, half)).containsExactly(1, 1, 0, 0);
        assertThat(shaped(resumed, group(new double[] {1, 1}, 100, 100))).containsExactly(1.5, 1.5);
        assertThat(metrics.means().get("short_rl/active")).containsExactly(1.0, 0.0, 1.0);
        assertThat(metrics.means().get("short_rl/best_accuracy")).containsExactly(0.75, 0.75, 1.0);
    }

    @Test
    void theDecayOfExitsIsReproducedInWhateverOrderTheyCome() throws IOException {
        JsonNode vector = vector("s-grpo-decay");
        double[] right = row(vector.at("/inputs/exit_correct_in_order"));
        double[] expected = row(vector.at("/expected/reward"));
        ExitDecay shaper = new ExitDecay(ExitDecay.Config.DEFAULTS, metrics);
        ScoredGroup group = group(right, new double[right.length]);
        assertThat(shaped(shaper, group)).containsExactly(expected);
        assertThat(metrics.of("s_grpo/first_right")).isEqualTo(2);
        List<ScoredTrajectory> members = group.trajectories();
        ScoredGroup rotated =
                group.withTrajectories(List.of(members.get(4), members.get(1), members.get(3), members.get(0)));
        assertThat(shaped(shaper, rotated)).containsExactly(expected[4], expected[1], expected[3], expected[0]);
    }

    @Test
    void thePenaltyOfTruncationIsReproduced() throws IOException {
        JsonNode vector = vector("prorl-truncation");
        double[] rewards = row(vector.at("/inputs/reward"));
        double[] truncated = row(vector.at("/inputs/truncated"));
        ScoredGroup group = ScoredGroup.of(
                prompt(Map.of()),
                IntStream.range(0, rewards.length)
                        .mapToObj(i -> response(i, rewards[i], 3, truncated[i] > 0 ? Finish.LENGTH : Finish.STOP))
                        .toList());
        for (double coefficient : row(vector.at("/params/coef"))) {
            assertThat(shaped(new StopProperly(new StopProperly.Config(coefficient), metrics), group))
                    .containsExactly(row(vector.at("/expected").get("coef_" + coefficient)));
        }
        assertThat(metrics.of("prorl_truncation/truncated")).isCloseTo(2 / 3.0, within(1e-9));
    }

    private static double[] shaped(RewardShaper shaper, ScoredGroup group) {
        return shaper.shape(List.of(group)).get(0).rewards();
    }

    private static ScoredGroup group(double[] rewards, double... lengths) {
        return ScoredGroup.of(
                prompt(Map.of()),
                IntStream.range(0, rewards.length)
                        .mapToObj(i -> response(i, rewards[i], (int) lengths[i], Finish.STOP))
                        .toList());
    }

    private static ScoredGroup budgeted(ScoredGroup group, int budget) {
        return ScoredGroup.of(prompt(Map.of("budget", budget)), group.trajectories());
    }

    private static Prompt prompt(Map<String, Object> fields) {
        return Prompt.of("p", List.of(), new int[] {1}).withFields(fields);
    }

    private static ScoredTrajectory response(int sample, double reward, int length, Finish finish) {
        return ScoredTrajectory.of(
                Trajectory.sampled(prompt(Map.of()), sample, new int[length], "", finish, 0, SamplingParams.of(64)),
                reward);
    }

    private static int[] ints(double... numbers) {
        return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
    }
}
