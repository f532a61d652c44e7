package org.reason4j.sampler.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.sampler.dynamic.ResponseFilterConfig.LeaveOut;
import org.reason4j.sampler.dynamic.ResponseRule.NoEnd;
import org.reason4j.sampler.dynamic.ResponseRule.Overlong;
import org.reason4j.sampler.dynamic.ResponseRule.Repetition;
import org.reason4j.testkit.RecordedMetrics;

class ResponseFilterTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static ScoredGroup group(Trajectory... responses) {
        List<ScoredTrajectory> all = new ArrayList<>();
        for (int i = 0; i < responses.length; i++) {
            all.add(ScoredTrajectory.of(responses[i].withSample(i), i));
        }
        return ScoredGroup.of(PROMPT, all);
    }

    private static Trajectory response(Finish finish, int... tokens) {
        return Trajectory.sampled(PROMPT, 0, tokens, "", finish, 0, SamplingParams.of(64));
    }

    private Optional<List<Integer>> kept(ResponseRule rule, LeaveOut leaveOut, ScoredGroup group) {
        return new ResponseFilter(new ResponseFilterConfig(rule, leaveOut, 0.5), metrics)
                .filter(group)
                .map(part -> part.trajectories().stream()
                        .map(one -> one.trajectory().sample())
                        .toList());
    }

    private static final Trajectory ENDED = response(Finish.STOP, 1, 2, 3);
    private static final Trajectory CUT = response(Finish.LENGTH, 1, 2);
    private static final Trajectory BROKEN = response(Finish.STOP, 1).withFailure("gone");

    @Test
    void overlongResponsesWereCutOffOrHaveMoreTokens() {
        ScoredGroup group = group(ENDED, CUT, BROKEN, ENDED);
        assertThat(kept(new Overlong(0), LeaveOut.RESPONSES, group)).contains(List.of(0, 2, 3));
        assertThat(kept(new Overlong(2), LeaveOut.RESPONSES, group)).contains(List.of(1, 2));
        assertThat(metrics.sums())
                .containsEntry("filter/overlong_responses", 3.0)
                .containsEntry("filter/overlong_groups", 0.0);
    }

    @Test
    void aResponseWithoutAnEndWasCutOffOrBrokenOff() {
        assertThat(kept(new NoEnd(), LeaveOut.RESPONSES, group(ENDED, CUT, BROKEN, ENDED)))
                .contains(List.of(0, 3));
        assertThat(metrics.sums()).containsEntry("filter/no_end_responses", 2.0);
    }

    @Test
    void aResponseRepeatsItselfWhereSequencesHaveOccurredBefore() {
        // pairs of 1 2 1 2 1: 12 21 12 21, two of four distinct; of 1 2 3 4: all three
        assertThat(Repetition.repeated(new int[] {1, 2, 1, 2, 1}, 2)).isCloseTo(0.5, within(1e-12));
        assertThat(Repetition.repeated(new int[] {1, 2, 3, 4}, 2)).isZero();
        assertThat(Repetition.repeated(new int[] {1, 1}, 3)).isZero();
        Trajectory again = response(Finish.STOP, 1, 2, 1, 2, 1);
        assertThat(kept(new Repetition(2, 0.4), LeaveOut.RESPONSES, group(ENDED, again, ENDED)))
                .contains(List.of(0, 2));
        assertThat(kept(new Repetition(2, 0.5), LeaveOut.RESPONSES, group(ENDED, again, ENDED)))
                .contains(List.of(0, 1, 2));
    }

    @Test
    void aGroupOfWhichLessThanTwoAreLeftIsLeftOutAndCounted() {
        assertThat(kept(new NoEnd(), LeaveOut.RESPONSES, group(ENDED, CUT, CUT)))
                .isEmpty();
        assertThat(kept(new NoEnd(), LeaveOut.RESPONSES, group(ENDED))).contains(List.of(0));
        assertThat(kept(new NoEnd(), LeaveOut.RESPONSES, group(CUT))).isEmpty();
        assertThat(metrics.sums()).containsEntry("filter/no_end_groups", 2.0);
    }

    @Test
    void aWholeGroupIsLeftOutWhereMoreThanTheShareAreRejected() {
        ScoredGroup half = group(ENDED, CUT, CUT, ENDED);
        ResponseFilter filter =
                new ResponseFilter(new ResponseFilterConfig(new NoEnd(), LeaveOut.GROUPS, 0.5), metrics);
        assertThat(filter.filter(half)).containsSame(half);
        assertThat(filter.splitsGroups()).isFalse();
        assertThat(filter.filter(group(ENDED, CUT, CUT))).isEmpty();
        assertThat(metrics.sums()).containsEntry("filter/no_end_groups", 1.0);
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new ResponseFilterConfig(new NoEnd(), LeaveOut.GROUPS, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("response-filter.share must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> new Repetition(0, 0.2))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("response-filter.rule.n must be at least 1, got 0");
        assertThatThrownBy(() -> new Overlong(-1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("response-filter.rule.maxTokens must be at least 0, got -1");
    }
}
