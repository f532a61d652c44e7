package org.reason4j.core.trainer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.formats.file.DurableFiles;

/** Offers a tracker that does to the files of its run what other programs and people do. */
final class Vandals implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.tracker("vandal", new Vandal.Config(2, ""), Vandal.class);
    }

    record Vandal(Config config, RunInfo run) implements Tracker {
        record Config(int step, String act) {}

        @Override
        public void step(int step, Map<String, Double> metrics) {
            try {
                if (step == config.step()) {
                    act(run.directory(), run.directory().resolve("metrics.jsonl"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void act(Path directory, Path metrics) throws IOException {
            switch (config.act()) {
                case "move" -> Files.move(directory, moved(directory));
                case "remove" -> DurableFiles.deleteTree(directory);
                case "replace" -> Files.createDirectory(without(Files.move(directory, moved(directory))));
                case "remove metrics" -> Files.delete(metrics);
                case "cut metrics" -> Files.write(metrics, new byte[0]);
                case "replace metrics" -> Files.copy(Files.move(metrics, moved(metrics)), metrics);
                default -> throw new IllegalStateException(config.act());
            }
        }
    }

    static Path moved(Path path) {
        return path.resolveSibling(path.getFileName() + "-moved");
    }

    private static Path without(Path moved) {
        return moved.resolveSibling(moved.getFileName().toString().replace("-moved", ""));
    }
}
