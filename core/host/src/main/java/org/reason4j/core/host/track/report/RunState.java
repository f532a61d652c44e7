package org.reason4j.core.host.track.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.track.Comparison;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.StepFile;

/**
 * The state of a run besides its steps. The file {@code run.json} holds it for those who look at the run's directory.
 *
 * @param facts what was known at the start
 * @param totalSteps steps the run is to have
 * @param begun when each process of the run began, as ISO 8601 has it
 * @param ended when it had made its last step and was measured; absent while it goes on
 * @param seconds wall-clock seconds of reinforcement learning, once it has ended
 * @param before the model before training; absent if not measured
 * @param after the model after training; absent while the run goes on
 * @param comparisons held-out problems answered before and after, in the order to be shown
 */
public record RunState(
        RunFacts facts,
        int totalSteps,
        List<String> begun,
        @Nullable String ended,
        double seconds,
        @Nullable HeldOutScores before,
        @Nullable HeldOutScores after,
        List<Comparison> comparisons) {

    public RunState {
        begun = List.copyOf(Objects.requireNonNullElse(begun, List.of()));
        comparisons = List.copyOf(Objects.requireNonNullElse(comparisons, List.of()));
    }

    /** The state of a run of which only the name is known. */
    public static RunState named(String name) {
        return new RunState(new RunFacts(name, 0, "", "", Map.of()), 0, List.of(), null, 0, null, null, List.of());
    }

    /** The state when a process begins the run, or goes on with it. */
    static RunState begin(RunFacts facts, int totalSteps, List<String> earlier, String now) {
        List<String> begun = new ArrayList<>(earlier);
        begun.add(now);
        return new RunState(facts, totalSteps, begun, null, 0, null, null, List.of());
    }

    RunState measured(HeldOutScores first) {
        return new RunState(facts, totalSteps, begun, ended, seconds, first, after, comparisons);
    }

    RunState ended(String now, double took, HeldOutScores last, List<Comparison> compared) {
        return new RunState(facts, totalSteps, begun, now, took, before, last, compared);
    }

    /** Writes the file, which appears as a whole. */
    void write(Path file) {
        DurableFiles.write(file, StepFile.JSON.valueToTree(this).toString());
    }

    /** Reads what {@link #write} wrote; absent if there is no such file. */
    public static Optional<RunState> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StepFile.JSON
                    .readerFor(RunState.class)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(Files.readString(file)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    file + " is not the state of a run: " + e.getOriginalMessage()
                            + ". Remove it; the run's other files are shown without it.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}
