package ${package};

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;

/**
 * Writes chosen metrics of every step to {@code plugins/${artifactId}/metrics.csv} in the run's directory. A metric that a
 * step does not have is an empty cell. After a resume every step is there once.
 */
public final class ${className} implements Tracker {

    private final ${className}Config config;
    private final Path file;

    public ${className}(${className}Config config, RunInfo run) {
        this.config = config;
        this.file = run.directory().resolve("plugins/${artifactId}/metrics.csv");
    }

    @Override
    public void started(int firstStep, int steps) {
        List<String> lines = new ArrayList<>();
        lines.add("step," + String.join(",", config.metrics()));
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .skip(1)
                        .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(','))) < firstStep)
                        .forEach(lines::add);
            }
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot begin '" + file + "': " + e.getMessage(), e);
        }
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        StringBuilder line = new StringBuilder().append(step);
        for (String name : config.metrics()) {
            line.append(',').append(metrics.containsKey(name) ? String.valueOf(metrics.get(name)) : "");
        }
        try {
            Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to '" + file + "': " + e.getMessage(), e);
        }
    }
}
