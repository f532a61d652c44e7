package org.reason4j.reward.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.dense.step.Groups.PROMPT;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.reward.dense.step.Continuations;
import org.reason4j.reward.dense.step.Groups;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/**
 * A policy that writes lines of one letter, {@code r} with probability 0.7, else {@code w}, and ends after each with
 * probability 0.4. A response without a {@code w} is right.
 *
 * <p>So at the beginning of a line the value is 0 after a {@code w}, and else {@code v = 0.7 (0.4 + 0.6 v)}, which is
 * 0.28 / 0.58 = 0.482759.
 */
class VineRewardTest {

    private static final double V = 0.28 / 0.58;
    private static final long SEED = 20_261_121;
    private static final Map<Character, Double> LETTER = Map.of('r', 0.7, 'w', 0.3);
    private static final Map<Character, Double> END = Map.of('\n', 0.6, '$', 0.4);
    private static final Measure NO_W = group ->
            Reward.perTrajectory(group, trajectory -> Score.of(trajectory.text().contains("w") ? 0 : 1));

    private final MarkovEngine policy = new MarkovEngine(SEED, Map.of('?', LETTER, '\n', LETTER, 'r', END, 'w', END));
    private final RecordedMetrics metrics = new RecordedMetrics();

    private VineReward reward(int rollouts, int maxSteps, int maxTokens, RolloutEngine engine, Measure measure) {
        return new VineReward(
                new VineConfig(rollouts, maxSteps, "\n", 0),
                new Characters(),
                engine,
                RolloutSettings.of(8, SamplingParams.of(maxTokens)),
                measure,
                metrics);
    }

    private static float[] advantages(Score score) {
        return ((Score.Value) score).streams().get(VineReward.STEP_ADVANTAGES);
    }

    @Test
    void everyStepIsWorthWhatItChangesTheChanceToBeRight() throws Exception {
        // 8000 continuations per value: a standard error of 0.0056, and 0.03 is more than five of them
        VineReward reward = reward(8000, 20, 64, policy, NO_W);
        List<Score> scores = reward.score(Groups.group("r\nr$", "r\nw\nr$", "w$"));
        float v = (float) V;
        assertThat(((Score.Value) scores.get(0)).value()).isZero();
        assertThat(advantages(scores.get(0)))
                .as("seed %s", SEED)
                .containsExactly(new float[] {0, 0, 1 - v, 1 - v}, within(0.03f));
        assertThat(advantages(scores.get(1)))
                .as("seed %s", SEED)
                .containsExactly(new float[] {0, 0, -v, -v, 0, 0}, within(0.03f));
        assertThat(advantages(scores.get(2))).as("seed %s", SEED).containsExactly(new float[] {-v, -v}, within(0.03f));
        // three distinct beginnings: the empty one, r, r w
        assertThat(metrics.of("vineppo/continuations")).isEqualTo(3 * 8000);
        assertThat(metrics.of("vineppo/value")).isCloseTo((V + V + 0) / 3, within(0.03));
    }

    @Test
    void aBeginningThatResponsesShareIsValuedOnce() throws Exception {
        reward(5, 20, 16, policy, NO_W).score(Groups.group("r\nr$", "r\nr$", "r\nw$"));
        // the empty beginning and that of the second line
        assertThat(policy.asked()).hasSize(2 * 5);
    }

    @Test
    void continuationsHaveRandomNumbersOfTheirOwn() throws Exception {
        Group group = Groups.group("r\nr$", "w\nr\nr$", "r$");
        reward(7, 20, 16, policy, NO_W).score(group);
        Set<Integer> samples =
                policy.asked().stream().map(RolloutRequest::sample).collect(Collectors.toSet());
        assertThat(samples).hasSize(policy.asked().size()).allMatch(sample -> sample >= Continuations.FIRST_SAMPLE);
    }

    @Test
    void continuationsHaveTheRoomThatTheResponseHad() throws Exception {
        reward(1, 20, 16, policy, NO_W).score(Groups.group("r\nr$"));
        assertThat(policy.asked())
                .allMatch(request -> request.prefix().length + request.params().maxTokens() == 16);
    }

    @Test
    void onlyTheFirstStepsAreValued() throws Exception {
        List<Score> scores = reward(3, 2, 64, policy, NO_W).score(Groups.group("r\nr\nr\nr$"));
        assertThat(policy.asked()).hasSize(2 * 3);
        float[] advantages = advantages(scores.get(0));
        assertThat(Arrays.copyOfRange(advantages, 4, 8)).containsExactly(0, 0, 0, 0);
        // the outcome less the first value
        assertThat(advantages[0] + advantages[2]).isCloseTo(1 - (float) firstValue(), within(1e-6f));
    }

    /** The value of the empty beginning, from what was asked first. */
    private double firstValue() throws Exception {
        List<Trajectory> again =
                policy.generate(policy.asked().subList(0, 3).stream().toList());
        return NO_W.score(Group.of(PROMPT, again)).stream()
                .mapToDouble(score -> ((Score.Value) score).value())
                .average()
                .orElseThrow();
    }

    @Test
    void unfinishedContinuationsHaveTheUnfinishedOutcome() throws Exception {
        // one token is a letter without its end
        VineReward reward = reward(50, 20, 1, policy, NO_W);
        Group group = Group.of(PROMPT, List.of(Groups.written(0, "r", Finish.LENGTH)));
        assertThat(advantages(reward.score(group).get(0))).containsExactly(0);
        assertThat(metrics.of("vineppo/unfinished")).isEqualTo(1);
    }

    @Test
    void aContinuationThatCannotBeJudgedIsLeftOutAndCounted() throws Exception {
        Measure unsure = group -> Reward.perTrajectory(
                group, trajectory -> trajectory.text().contains("w") ? Score.unscorable("a w") : Score.of(1));
        // all others are right: values 1, and nothing is better than expected
        List<Score> scores = reward(200, 20, 64, policy, unsure).score(Groups.group("r\nr$"));
        assertThat(advantages(scores.get(0))).containsExactly(0, 0, 0, 0);
        assertThat(metrics.of("vineppo/unscorable")).isBetween(150.0, 250.0); // 400 * 0.52, five standard errors of 10
    }

    @Test
    void aResponseWithoutAnOutcomeOrAValueSaysWhy() throws Exception {
        Measure unsure = group -> Reward.perTrajectory(
                group, trajectory -> trajectory.text().contains("w") ? Score.unscorable("a w") : Score.of(1));
        List<Score> scores = reward(3, 20, 64, policy, unsure).score(Groups.group("w$"));
        assertThat(scores).containsExactly(Score.unscorable("a w"));
        assertThat(policy.asked()).isEmpty();

        Measure onlyTheResponse = group -> Reward.perTrajectory(
                group,
                trajectory ->
                        trajectory.sample() < Continuations.FIRST_SAMPLE ? Score.of(1) : Score.failed("judge is gone"));
        assertThat(reward(3, 20, 64, policy, onlyTheResponse).score(Groups.group("r$")))
                .containsExactly(Score.failed("judge is gone"));
    }

    @Test
    void anEngineOrAMeasureThatBreaksIsNotSwallowed() {
        Measure broken = group -> {
            throw new IOException("no connection");
        };
        assertThatThrownBy(() -> reward(3, 20, 64, policy, broken).score(Groups.group("r$")))
                .isInstanceOf(IOException.class);
        RolloutEngine gone = new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                throw new IllegalStateException("out of memory");
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                throw new IllegalStateException("out of memory");
            }
        };
        assertThatThrownBy(() -> reward(3, 20, 64, gone, NO_W).score(Groups.group("r$")))
                .hasMessage("out of memory");
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new VineConfig(0, 20, "\n", 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("vineppo.rollouts must be at least 1, got 0");
        assertThatThrownBy(() -> new VineConfig(9, 20, "(", 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("vineppo.split must be a regular expression, got '(': ");
    }
}
