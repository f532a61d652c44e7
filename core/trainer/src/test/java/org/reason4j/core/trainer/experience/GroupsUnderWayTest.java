package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.rollout.partial.PartialResponse;
import org.reason4j.core.trainer.experience.GroupsUnderWay.Begun;

/** Batches of two prompts, each answered once. */
class GroupsUnderWayTest {

    private static final int FAR = 100;

    private static GroupsUnderWay steps(int steps) {
        return new GroupsUnderWay(steps, 1, 2, FAR);
    }

    private static Begun group(String id, int batch, long version, boolean finished) {
        Prompt prompt = Prompt.of(id, List.of(), new int[] {1});
        Trajectory token = Trajectory.sampled(prompt, 0, new int[] {5}, "", Finish.STOP, version, SamplingParams.of(9));
        return new Begun(prompt, batch, version, List.of(new PartialResponse(token, List.of(), batch, finished)));
    }

    private static Begun open(String id, int batch, long version) {
        return group(id, batch, version, false);
    }

    private static Begun done(String id, int batch, long version) {
        return group(id, batch, version, true);
    }

    private static List<String> due(GroupsUnderWay groups, int batch, long version) {
        return groups.due(batch, version).stream().map(one -> one.prompt().id()).toList();
    }

    private static List<String> take(GroupsUnderWay groups, int batch, long version) {
        return groups.take(batch, version).stream()
                .map(one -> one.prompt().id())
                .toList();
    }

    @Test
    void aGroupIsDueInTheLastStepInWhichItsOldestTokenIsYoungEnough() {
        GroupsUnderWay groups = steps(2);
        groups.begin(1, List.of(done("a", 1, 0), open("b", 1, 0)));
        assertThat(due(groups, 1, 0)).isEmpty();
        groups.begin(2, List.of(done("c", 2, 0), done("d", 2, 0)));
        assertThat(take(groups, 1, 0)).containsExactly("a", "c");
        assertThat(due(groups, 2, 1)).isEmpty(); // version 2 may still train b: 2 - 0 = 2
        groups.begin(3, List.of(done("e", 3, 1), done("f", 3, 1)));
        assertThat(take(groups, 2, 1)).containsExactly("d", "e");
        assertThat(due(groups, 3, 2)).containsExactly("b"); // version 3 may not
    }

    @Test
    void groupsAreFinishedEarlierWhereTheirLastStepHasNoRoomForAll() {
        GroupsUnderWay groups = steps(2);
        groups.begin(4, List.of(open("a", 4, 3), open("b", 4, 3)));
        groups.begin(5, List.of(open("c", 5, 3), open("d", 5, 3)));
        groups.begin(6, List.of(done("e", 6, 4), done("f", 6, 4)));
        // all of a, b, c and d have to be in batches 4 and 5; e and f, though finished, may not take their places
        assertThat(due(groups, 4, 4)).containsExactly("a", "b");
    }

    @Test
    void aFinishedGroupCountsAmongThoseThatHaveTo() {
        GroupsUnderWay groups = steps(2);
        groups.begin(4, List.of(open("a", 4, 3), open("b", 4, 3)));
        groups.begin(5, List.of(open("c", 5, 3), done("d", 5, 3)));
        groups.begin(6, List.of(done("e", 6, 4), done("f", 6, 4)));
        assertThat(due(groups, 4, 4)).containsExactly("a");
        groups.replace(one -> one.prompt().id().equals("a") ? done("a", 4, 3) : one);
        assertThat(take(groups, 4, 4)).containsExactly("a", "d");
    }

    @Test
    void stepsOfSeveralUpdatesAgeAGroupByAllOfThem() {
        GroupsUnderWay groups = new GroupsUnderWay(4, 2, 2, FAR); // two steps
        groups.begin(1, List.of(open("a", 1, 0), open("b", 1, 0)));
        assertThat(due(groups, 2, 2)).isEmpty();
        assertThat(due(groups, 3, 4)).containsExactly("a", "b");
    }

    @Test
    void nothingWaitsForABatchAfterTheLast() {
        GroupsUnderWay groups = new GroupsUnderWay(5, 1, 2, 3);
        groups.begin(3, List.of(open("a", 3, 2), open("b", 3, 2)));
        assertThat(due(groups, 3, 2)).containsExactly("a", "b");
    }

    @Test
    void aBatchTakesMoreWhereLaterOnesTurnedOutSmaller() {
        GroupsUnderWay groups = steps(1);
        groups.begin(1, List.of(done("a", 1, 0), done("b", 1, 0)));
        groups.begin(2, List.of(done("c", 2, 0), done("d", 2, 0)));
        groups.restore(Map.of(2, 1), new ArrayList<>());
        assertThat(take(groups, 2, 1)).containsExactly("a", "b", "c", "d");
    }
}
