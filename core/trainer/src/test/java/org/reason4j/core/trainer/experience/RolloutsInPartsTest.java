package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.trainer.report.StepLog;

/** Batches of two prompts, p0 and p1, p2 and p3 and so on, each answered twice; an update after every step. */
class RolloutsInPartsTest {

    private static final int LAST = 6;

    private final Prompts prompts = FakeRollouts.prompts(16, 2);
    private final FakeRollouts writer = new FakeRollouts();
    private final Sampling sampling = writer.sampling();

    @BeforeEach
    void lengths() {
        writer.lengths.putAll(Map.of("p0", 1, "p1", 6, "p2", 2, "p3", 4));
    }

    private RolloutsInParts source(int tokens, int staleness) {
        return new RolloutsInParts(
                prompts, sampling, new RolloutsInParts.Settings(tokens, staleness, 1, 2, LAST), () -> writer.version);
    }

    /** The groups of a step, whose batch has its number; an update follows. */
    private List<Group> step(RolloutsInParts source, int number) {
        List<Group> groups = source.groups(sampling.step(number, number, prompts.ofBatch(number)), number);
        writer.version++;
        return groups;
    }

    private static List<String> ids(List<Group> groups) {
        return groups.stream().map(group -> group.prompt().id()).toList();
    }

    private static float[] versions(Group group) {
        Trajectory last = group.trajectories().get(1);
        assertThat(group.trajectories().get(0).stream(TokenStream.POLICY_VERSION))
                .isEqualTo(last.stream(TokenStream.POLICY_VERSION));
        return last.stream(TokenStream.POLICY_VERSION);
    }

    @Test
    void aResponseGoesOnOverThreeStepsAndEveryTokenKnowsItsVersion() {
        RolloutsInParts source = source(2, 2);
        // p0 ends with its first token; p1 has two of six. The next batch gives a second group: p2
        assertThat(ids(step(source, 1))).containsExactly("p0", "p2");
        assertThat(writer.parts).containsExactly("1: [p0, p1]", "1: [p2, p3]");
        // p1 has four of six, p3 all four; batch 3 gives p4 and p5, of which one waits
        assertThat(ids(step(source, 2))).containsExactly("p3", "p4");
        assertThat(writer.parts.subList(2, 4)).containsExactly("2: [p1, p3]", "2: [p4, p5]");
        List<Group> third = step(source, 3);
        assertThat(ids(third)).containsExactly("p1", "p5");
        assertThat(writer.parts.subList(4, 5)).containsExactly("3: [p1]");

        assertThat(versions(third.get(0)))
                .containsExactly(0, 0, 1, 1, 2, 2); // version 2 trains it: none is older than 2
        assertThat(versions(third.get(1))).containsExactly(1);
        assertThat(third.get(0).trajectories().get(1).policyVersion()).hasValue(0);
        assertThat(third.get(0).trajectories().get(1).response())
                .as("draws are those of batch 1 throughout")
                .containsOnly(1);
    }

    @Test
    void aGroupThatWouldBeTooOldIsWrittenToItsEnd() {
        writer.lengths.put("p1", 8);
        RolloutsInParts source = source(2, 2);
        step(source, 1);
        step(source, 2);
        List<Group> third = step(source, 3);
        assertThat(ids(third)).containsExactly("p1", "p5");
        assertThat(versions(third.get(0))).containsExactly(0, 0, 1, 1, 2, 2, 2, 2);
        assertThat(writer.parts.subList(4, 6)).containsExactly("3: [p1]", "3: [p1]");
    }

    @Test
    void whereNoFurtherBatchMayBeginTheOldestGroupsAreWrittenOn() {
        IntStream.range(0, 12).forEach(i -> writer.lengths.put("p" + i, 4));
        RolloutsInParts source = source(2, 1);
        assertThat(ids(step(source, 1))).containsExactly("p0", "p1");
        assertThat(writer.parts).containsExactly("1: [p0, p1]", "1: [p2, p3]", "1: [p0, p1]");
        List<Group> second = step(source, 2);
        assertThat(ids(second)).containsExactly("p2", "p3");
        assertThat(versions(second.get(0))).containsExactly(0, 0, 1, 1);
        assertThat(writer.parts.subList(3, 4)).containsExactly("2: [p2, p3]");
    }

    @Test
    void everyPromptIsTrainedOnOnceAndNoTokenIsOlderThanTheBound() {
        IntStream.range(0, 12).forEach(i -> writer.lengths.put("p" + i, 1 + (5 * i) % 8));
        for (int tokens = 1; tokens <= 8; tokens++) {
            for (int staleness = 1; staleness <= 4; staleness++) {
                writer.version = 0;
                RolloutsInParts source = source(tokens, staleness);
                List<String> trained = new ArrayList<>();
                for (int number = 1; number <= LAST; number++) {
                    List<Group> groups = step(source, number);
                    assertThat(groups).hasSize(2);
                    trained.addAll(ids(groups));
                    for (Group group : groups) {
                        float oldest = versions(group)[0];
                        assertThat(number - 1 - oldest).isBetween(0f, (float) staleness);
                    }
                }
                assertThat(trained)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 12).mapToObj(i -> "p" + i).toList());
            }
        }
    }

    @Test
    void partsWithRoomForEveryResponseAreTheBatchesThemselves() {
        RolloutsInParts source = source(8, 2);
        assertThat(ids(step(source, 1))).containsExactly("p0", "p1");
        assertThat(ids(step(source, 2))).containsExactly("p2", "p3");
        assertThat(writer.parts).containsExactly("1: [p0, p1]", "2: [p2, p3]");
    }

    @Test
    void aRestoredSourceGoesOnAsTheOneThatWasSaved(@TempDir Path checkpoint) {
        RolloutsInParts saved = source(2, 2);
        step(saved, 1);
        step(saved, 2);
        saved.save(checkpoint);
        List<Group> expected = step(saved, 3);
        writer.version--;
        RolloutsInParts restored = source(2, 2);
        restored.restore(checkpoint);

        List<Group> found = step(restored, 3);
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
        assertThat(found.get(0).prompt()).isSameAs(prompts.ofBatch(1).get(1));
        assertThat(ids(step(restored, 4))).isEqualTo(ids(step(saved, 4)));
    }

    @Test
    void metricsSayWhatIsCarriedOn() {
        RolloutsInParts source = source(2, 2);
        step(source, 1); // p1 and p3 have two tokens each, in two responses
        assertThat(metrics(1))
                .containsEntry("partial/in_flight", 4.0)
                .containsEntry("partial/waiting", 0.0)
                .containsEntry("partial/carried_tokens", 8.0)
                .containsEntry("partial/to_the_end", 0.0)
                .containsEntry("partial/versions", 1.0);
        step(source, 2); // p1 has four; p5 waits with its one
        assertThat(metrics(2))
                .containsEntry("partial/in_flight", 2.0)
                .containsEntry("partial/waiting", 2.0)
                .containsEntry("partial/carried_tokens", 10.0)
                .containsEntry("partial/versions", 1.5); // p3 has versions 0 and 1, p4 has 1
    }

    private Map<String, Double> metrics(int step) {
        StepLog log = new StepLog(step);
        sampling.metrics().moveTo(log);
        return log.metrics();
    }
}
