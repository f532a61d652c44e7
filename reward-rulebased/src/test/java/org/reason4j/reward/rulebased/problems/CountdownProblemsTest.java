package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.reward.rulebased.Countdown;
import org.reason4j.reward.rulebased.CountdownConfig;

class CountdownProblemsTest {

    @Test
    void everyProblemCanBeSolved() {
        Countdown reward = new Countdown(CountdownConfig.DEFAULTS);
        assertThat(problems(500, 1, Split.TRAIN)).allSatisfy(example -> {
            String solution = "<answer>" + example.fields().get("solution") + "</answer>";
            assertThat(reward.score(group(example, solution))).containsExactly(Score.of(1));
        });
    }

    @Test
    void theQuestionNamesNumbersAndTarget() {
        Example example = problems(1, 1, Split.TRAIN).get(0);
        assertThat(example.messages().get(0).content())
                .contains(
                        example.fields().get("numbers").toString(),
                        example.fields().get("target").toString());
    }

    @Test
    void noProblemOccursTwiceAndNoneIsInBothSplits() {
        Set<String> training = ids(problems(2000, 1, Split.TRAIN));
        Set<String> heldOut = ids(problems(500, 2, Split.HELD_OUT));
        assertThat(training).hasSize(2000);
        assertThat(heldOut).hasSize(500);
        assertThat(new HashSet<>(training)).doesNotContainAnyElementsOf(heldOut);
    }

    private static List<Example> problems(int count, long seed, Split split) {
        CountdownProblemsConfig d = CountdownProblemsConfig.DEFAULTS;
        return new CountdownProblems(new CountdownProblemsConfig(
                        count,
                        seed,
                        split,
                        d.minNumbers(),
                        d.maxNumbers(),
                        d.largestNumber(),
                        d.largestTarget(),
                        d.template()))
                .read();
    }

    private static Set<String> ids(List<Example> examples) {
        return examples.stream().map(Example::id).collect(Collectors.toSet());
    }

    private static Group group(Example example, String response) {
        Prompt prompt =
                Prompt.of(example.id(), example.messages(), new int[] {1}).withFields(example.fields());
        Trajectory trajectory =
                Trajectory.sampled(prompt, 0, new int[] {2}, response, Finish.STOP, 0, SamplingParams.of(64));
        return Group.of(prompt, List.of(trajectory));
    }
}
