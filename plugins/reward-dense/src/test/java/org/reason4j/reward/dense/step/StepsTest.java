package org.reason4j.reward.dense.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.reward.dense.VineConfig;
import org.reason4j.testkit.Characters;

class StepsTest {

    private final Steps lines = new Steps(Pattern.compile(VineConfig.DEFAULTS.split()), new Characters());

    private int[] starts(String text) {
        return lines.starts(Groups.written(0, text));
    }

    @Test
    void aStepIsALineWithTheBlankLinesAfterIt() {
        assertThat(starts("ab\ncd\n\n  e$")).containsExactly(0, 3, 9);
    }

    @Test
    void theRestAfterTheLastLineBelongsToItsStep() {
        assertThat(starts("ab\n$")).containsExactly(0);
        assertThat(starts("ab\n \n")).containsExactly(0);
        assertThat(starts("ab$")).containsExactly(0);
    }

    @Test
    void aResponseThatBeginsWithASeparatorHasItInItsFirstStep() {
        assertThat(starts("\nab")).containsExactly(0, 1);
    }

    @Test
    void aResponseWithoutTokensHasNoSteps() {
        assertThat(starts("")).isEmpty();
    }

    @Test
    void theSeparatorIsASetting() {
        Steps clauses = new Steps(Pattern.compile("[,;]"), new Characters());
        assertThat(clauses.starts(Groups.written(0, "a,b;c"))).containsExactly(0, 2, 4);
        Steps anywhere = new Steps(Pattern.compile("x*"), new Characters()); // matches the empty text, too
        assertThat(anywhere.starts(Groups.written(0, "ab"))).containsExactly(0, 1);
    }

    @Test
    void aStepBeginsWithATokenThatThePolicyWrote() {
        boolean[] learned = {true, true, false, false, true};
        Trajectory trajectory = Trajectory.sampled(
                        Groups.PROMPT, 0, "a\nbcd".chars().toArray(), "a\nbcd", Finish.STOP, 0, SamplingParams.of(64))
                .withLearned(learned);
        assertThat(lines.starts(trajectory)).containsExactly(0, 4);
    }
}
