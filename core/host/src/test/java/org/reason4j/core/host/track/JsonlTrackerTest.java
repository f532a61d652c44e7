package org.reason4j.core.host.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlTrackerTest {

    @TempDir
    Path root;

    private void run(int from, int to) {
        try (JsonlTracker tracker = new JsonlTracker(new RunDirectory(root), JsonlTrackerConfig.DEFAULTS)) {
            tracker.started(from, 10);
            for (int step = from; step <= to; step++) {
                tracker.step(step, Map.of("reward/mean", step + 0.5, "a", 1.0));
            }
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(root.resolve("metrics.jsonl"));
    }

    @Test
    void stepComesFirstAndMetricsFollowByName() throws IOException {
        run(1, 1);
        assertThat(lines()).containsExactly("{\"step\":1,\"a\":1.0,\"reward/mean\":1.5}");
    }

    @Test
    void aStepIsInTheFileBeforeTheNextOneBegins() throws IOException {
        try (JsonlTracker tracker = new JsonlTracker(new RunDirectory(root), new JsonlTrackerConfig(true))) {
            tracker.started(1, 10);
            tracker.step(1, Map.of("a", 1.0));
            assertThat(lines()).containsExactly("{\"step\":1,\"a\":1.0}");
        }
    }

    @Test
    void aResumedRunHasEachStepExactlyOnce() throws IOException {
        run(1, 5);
        run(4, 6);
        assertThat(JsonlTracker.read(root.resolve("metrics.jsonl")))
                .extracting(StepMetrics::step)
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Files.list(root)).containsExactly(root.resolve("metrics.jsonl"));
    }

    @Test
    void aNewRunForgetsAllOfAnEarlierOne() throws IOException {
        run(1, 5);
        run(1, 1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aHalfWrittenLastLineIsDroppedEvenInTheMiddleOfACharacter() throws IOException {
        Files.write(
                root.resolve("metrics.jsonl"),
                "{\"step\":1,\"a\":1.0}\n{\"step\":2,\"\u00e9".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Files.readAllBytes(root.resolve("metrics.jsonl"));
        Files.write(root.resolve("metrics.jsonl"), Arrays.copyOf(bytes, bytes.length - 1));
        run(3, 3);
        assertThat(lines()).containsExactly("{\"step\":1,\"a\":1.0}", "{\"step\":3,\"a\":1.0,\"reward/mean\":3.5}");
    }

    @Test
    void aBrokenLineInTheMiddleIsAnErrorThatNamesFileAndLine() throws IOException {
        Files.writeString(root.resolve("metrics.jsonl"), "{\"step\":1}\nnonsense\n{\"step\":3}\n");
        assertThatThrownBy(() -> run(4, 4)).hasMessageContaining("metrics.jsonl, line 2, is not a JSON object");
    }

    @Test
    void aFileThatIsRemovedBetweenTwoStepsIsNotWrittenToAgain() throws IOException {
        JsonlTracker tracker = new JsonlTracker(new RunDirectory(root), JsonlTrackerConfig.DEFAULTS);
        tracker.started(1, 2);
        tracker.step(1, Map.of());
        Files.delete(root.resolve("metrics.jsonl"));
        assertThatThrownBy(() -> tracker.step(2, Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Can't write " + root.resolve("metrics.jsonl"));
        tracker.close();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void numbersThatJsonLacksComeBack() {
        try (JsonlTracker tracker = new JsonlTracker(new RunDirectory(root), JsonlTrackerConfig.DEFAULTS)) {
            tracker.started(1, 1);
            tracker.step(1, Map.of("nan", Double.NaN, "low", Double.NEGATIVE_INFINITY));
        }
        assertThat(JsonlTracker.read(root.resolve("metrics.jsonl")).get(0).values())
                .containsEntry("nan", Double.NaN)
                .containsEntry("low", Double.NEGATIVE_INFINITY);
    }

    @Test
    void aStepBeforeTheStartIsAMistakeOfTheCaller() {
        JsonlTracker tracker = new JsonlTracker(new RunDirectory(root), JsonlTrackerConfig.DEFAULTS);
        assertThatThrownBy(() -> tracker.step(1, Map.of())).hasMessageContaining("call started before the first step");
    }
}
