package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.RunInfo;

class ${className}Test {

    private static final ${className}Config CONFIG = new ${className}Config(List.of("reward/mean", "loss"));

    @TempDir
    Path directory;

    @Test
    void everyStepIsALine() throws IOException {
        try (${className} tracker = new ${className}(CONFIG, new Run(directory))) {
            tracker.started(1, 2);
            tracker.step(1, Map.of("reward/mean", 0.5, "loss", -1.0, "other", 7.0));
            tracker.step(2, Map.of("reward/mean", 0.75)); // a step without updates has no loss
        }
        assertEquals(List.of("step,reward/mean,loss", "1,0.5,-1.0", "2,0.75,"), lines());
    }

    @Test
    void aResumedRunWritesItsStepsOnce() throws IOException {
        everyStepIsALine();
        try (${className} tracker = new ${className}(CONFIG, new Run(directory))) {
            tracker.started(2, 2);
            tracker.step(2, Map.of("reward/mean", 0.25, "loss", 0.0));
        }
        assertEquals(List.of("step,reward/mean,loss", "1,0.5,-1.0", "2,0.25,0.0"), lines());
    }

    @Test
    void noMetricsAreRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(List.of()));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("plugins/${artifactId}/metrics.csv"));
    }

    private record Run(Path directory) implements RunInfo {

        @Override
        public String name() {
            return "run";
        }

        @Override
        public int steps() {
            return 2;
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public String recipe() {
            return "";
        }
    }
}
