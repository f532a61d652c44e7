package com.example.papers.maxrl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.RecordedMetrics;

class MaxRlTest {

    private static final MaxRl MAX_RL = new MaxRl(MaxRlConfig.DEFAULTS);
    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    @Test
    void everyTokenGetsTheAdvantageOfItsResponse() {
        List<Credit> credits = MAX_RL.credit(List.of(group(1, 0)));

        // mean 0.5: 0.5 / 0.5 = 1, and -1
        assertArrayEquals(new float[] {1, 1}, credits.get(0).advantages());
        assertArrayEquals(new float[] {-1, -1}, credits.get(1).advantages());
    }

    @Test
    void aNegativeRewardIsRefused() {
        ConfigException refusal = assertThrows(ConfigException.class, () -> MAX_RL.credit(List.of(group(1, -0.5))));

        assertTrue(refusal.getMessage().contains("got -0.5 for prompt 'p'"), refusal.getMessage());
    }

    @Test
    void theLossOfAFreshBatchIsMinusTheMeanAdvantage() {
        // ratio 1 everywhere: -(3 - 1 - 1) / 3 over three learned tokens
        float[][] logprobs = {{-1, -2, -1.5f, 0}};
        Batch batch = Batch.policy(logprobs, logprobs, new float[][] {{3, -1, -1, 0}}, new float[][] {{1, 1, 1, 0}});

        assertEquals(-1 / 3.0, batch.evaluate(Loss.of(MAX_RL)).loss(), 1e-6);
    }

    @Test
    void theLossKeepsTheRulesOfLosses() {
        float[][] now = {{-1, -2, -0.5f}, {-0.7f, -1.2f, 0}, {0, 0, 0}};
        float[][] before = {{-1.05f, -1.9f, -0.6f}, {-0.65f, -1.25f, 0}, {0, 0, 0}};
        float[][] advantages = {{3, 3, 3}, {-1, -1, 0}, {0, 0, 0}};
        float[][] mask = {{1, 1, 1}, {1, 1, 0}, {0, 0, 0}};
        Batch batch = Batch.policy(now, before, advantages, mask);

        LossChecks.gradientAgreesWithFiniteDifferences(batch, Loss.of(MAX_RL), 1e-2f, 1e-2);
        LossChecks.microBatchesAndPaddingChangeNothing(batch, Loss.of(MAX_RL), 1e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(batch, Loss.of(MAX_RL));
    }

    @Test
    void groupsWithoutASuccessAreLeftOut() {
        RecordedMetrics metrics = new RecordedMetrics();
        SolvedAtAll filter = new SolvedAtAll(new SolvedAtAllConfig(0.3), metrics);

        assertTrue(filter.filter(group(0, 0, 0)).isEmpty());
        assertTrue(filter.filter(group(1, 0, 0, 0)).isEmpty()); // 0.25 < 0.3
        assertTrue(filter.filter(group(1, 0, 0)).isPresent()); // 0.33
        assertEquals(2, metrics.of("filter/unsolved_groups"));
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        assertThrows(ConfigException.class, () -> new MaxRlConfig(-1, 0.2, 0.2));
        assertThrows(ConfigException.class, () -> new MaxRlConfig(0, 1, 0.2));
        assertThrows(ConfigException.class, () -> new SolvedAtAllConfig(-1));
    }

    private static ScoredGroup group(double... rewards) {
        return ScoredGroup.of(
                PROMPT,
                IntStream.range(0, rewards.length)
                        .mapToObj(i -> ScoredTrajectory.of(
                                Trajectory.sampled(
                                        PROMPT, i, new int[] {2, 3}, "x", Finish.STOP, 0, SamplingParams.of(64)),
                                rewards[i]))
                        .toList());
    }
}
