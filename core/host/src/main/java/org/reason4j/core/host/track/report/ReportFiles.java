package org.reason4j.core.host.track.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.StepFile;

/** Reads what a report shows from the directory of its run. */
public final class ReportFiles {

    private ReportFiles() {}

    /** Trajectories of the last steps and the first; none where nobody wrote them. */
    public static List<SampledGroup> samples(RunDirectory directory) {
        return list(directory.samples(), new TypeReference<>() {});
    }

    /** Alarms of guards; none where nobody wrote them. */
    public static List<AlarmEntry> alarms(RunDirectory directory) {
        return list(directory.alarms(), new TypeReference<>() {});
    }

    /** The recipe with every default; empty where there is none. */
    public static String recipe(RunDirectory directory) {
        return text(directory.recipe());
    }

    /** Results of the run; absent while it goes on. */
    public static Optional<JsonNode> summary(RunDirectory directory) {
        String text = text(directory.summary());
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(StepFile.JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + directory.summary(), e);
        }
    }

    private static <T> List<T> list(Path file, TypeReference<List<T>> type) {
        String text = text(file);
        try {
            return text.isEmpty() ? List.of() : StepFile.JSON.readValue(text, type);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file + "; remove it to go on without", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) { // the run has not come that far
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}
