package org.reason4j.reward.dense.label;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.RunInfo;
import org.reason4j.reward.dense.step.StepTokens;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

class StepLabelsTrackerTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(Message.user("\"2+2\"?\n")), new int[] {'?'});

    @TempDir
    Path directory;

    private StepLabelsTracker tracker() {
        RunInfo run = (RunInfo) Services.standard(directory).all().get(RunInfo.class);
        return new StepLabelsTracker(new StepLabelsConfig("#", "+", "-", "\n"), new Characters(), run);
    }

    private static ScoredGroup group() {
        Trajectory labelled = Samples.response(PROMPT, 0, "ab;c")
                .with(StepTokens.ENDS, new float[] {0, 0, 1, 0, 1})
                .with(McStepLabelReward.LABELS, new float[] {0, 0, 0.75f, 0, 0});
        return ScoredGroup.of(
                PROMPT,
                List.of(ScoredTrajectory.of(labelled, 1), ScoredTrajectory.of(Samples.response(PROMPT, 1, "d"), 1)));
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("plugins/reward-dense/step-labels.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void aLineHoldsTheStepsWithTheirVerdicts() throws IOException {
        try (StepLabelsTracker tracker = tracker()) {
            tracker.started(1, 2);
            tracker.trajectories(1, List.of(group()), List.of());
        }
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.at("/messages/0/role").asText()).isEqualTo("user");
            assertThat(line.at("/messages/0/content").asText()).isEqualTo("\"2+2\"?\n");
            assertThat(line.get("response").asText()).isEqualTo("ab;#+\nc#-\n");
            assertThat(line.get("labels")).hasToString("[0.75,0.0]");
        });
    }

    @Test
    void aResumedRunHasEveryStepOnce() throws IOException {
        try (StepLabelsTracker tracker = tracker()) {
            tracker.started(1, 4);
            for (int step = 1; step <= 3; step++) {
                tracker.trajectories(step, List.of(group()), List.of());
            }
        }
        Path file = directory.resolve("plugins/reward-dense/step-labels.jsonl");
        Files.writeString(file, "{\"step\":3,\"mess", StandardOpenOption.APPEND); // cut off by a power failure
        try (StepLabelsTracker tracker = tracker()) {
            tracker.started(3, 4);
            tracker.trajectories(3, List.of(group()), List.of());
            tracker.trajectories(4, List.of(group()), List.of());
        }
        assertThat(lines().stream().map(line -> line.get("step").asInt())).containsExactly(1, 2, 3, 4);
    }
}
