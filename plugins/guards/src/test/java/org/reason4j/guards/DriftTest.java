package org.reason4j.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.guard.GuardedStep;
import org.reason4j.testkit.RecordedMetrics;

class DriftTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static GuardedStep lengths(int step, double length) {
        return GuardedStep.of(step, Map.of("completions/mean_length", length), List.of());
    }

    @Test
    void responsesThatGrowBeyondTheRatioRaiseTheAlarm() {
        LengthDrift guard = new LengthDrift(new LengthDrift.Config(2, 2, 0.5, 2));
        List<Boolean> raised = new ArrayList<>();
        double[] lengths = {10, 30, 40, 40, 41, 39}; // beginning 20; newest 40, 40.5, 40
        for (int i = 0; i < lengths.length; i++) {
            raised.add(guard.inspect(lengths(i + 1, lengths[i])).isPresent());
        }
        assertThat(raised).containsExactly(false, false, false, false, true, false);
    }

    @Test
    void responsesThatShrinkRaiseItToo() {
        LengthDrift guard = new LengthDrift(new LengthDrift.Config(1, 1, 0.5, 2));
        guard.inspect(lengths(1, 20));
        assertThat(guard.inspect(lengths(2, 10))).isEmpty();
        assertThat(guard.inspect(lengths(3, 9)).orElseThrow().reason())
                .startsWith("Responses have 9.000 tokens in the last 1 steps, 0.450 times the 20.00 of the first 1");
    }

    @Test
    void repetitionIsTheShareOfNGramsThatWereThereBefore() {
        // 2-grams of 1 2 1 2 1: 12 21 12 21, two of four are new
        assertThat(RepetitionDrift.repetition(new int[] {1, 2, 1, 2, 1}, 2)).isCloseTo(0.5, within(1e-12));
        assertThat(RepetitionDrift.repetition(new int[] {1, 2, 3}, 2)).isZero();
        assertThat(RepetitionDrift.repetition(new int[] {1}, 2)).isZero();
    }

    @Test
    void responsesThatRepeatThemselvesMoreThanAtFirstRaiseTheAlarm() {
        RepetitionDrift guard = new RepetitionDrift(new RepetitionDrift.Config(2, 1, 1, 0.4), metrics);
        assertThat(guard.inspect(said(1, 1, 2, 3, 4, 5))).isEmpty();
        assertThat(guard.inspect(said(2, 1, 2, 1, 2, 3))).isEmpty(); // 12 21 12 23: 0.25
        assertThat(guard.inspect(said(3, 1, 2, 1, 2, 1)).orElseThrow().reason())
                .startsWith("50.0 % of 2-grams are repetitions in the last 1 steps, 0.0 % were in the first 1");
        assertThat(metrics.of("repetition_drift/repetition")).isCloseTo(0.25, within(1e-12)); // mean of 0, 0.25, 0.5
    }

    @Test
    void aRewardThatMakesUpMoreThanItsPartRaisesTheAlarm() {
        ShareCap guard = new ShareCap(new ShareCap.Config("", 0.75, 2));
        GuardedStep even = shares(Map.of("a", 1.0, "b", -1.0));
        GuardedStep above = shares(Map.of("a", 4.0, "b", -1.0)); // 4 / 5
        assertThat(guard.inspect(above)).isEmpty();
        assertThat(guard.inspect(even)).isEmpty();
        assertThat(guard.inspect(above)).isEmpty();
        assertThat(guard.inspect(above).orElseThrow().reason())
                .startsWith("The reward 'a' makes up 80.0 % of all rewards, expected 75.0 % at most.");
        assertThat(guard.inspect(shares(Map.of("a", 4.0)))).isEmpty();
    }

    private static Trajectory response(int... tokens) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        return Trajectory.sampled(prompt, 0, tokens, "", Finish.STOP, 0, SamplingParams.of(64));
    }

    private static GuardedStep said(int step, int... tokens) {
        return step(step, ScoredTrajectory.of(response(tokens), 1));
    }

    private static GuardedStep shares(Map<String, Double> shares) {
        return step(1, ScoredTrajectory.of(response(1), 1).withShares(shares));
    }

    private static GuardedStep step(int step, ScoredTrajectory scored) {
        Prompt prompt = scored.trajectory().prompt();
        return GuardedStep.of(step, Map.of(), List.of(ScoredGroup.of(prompt, List.of(scored))));
    }
}
