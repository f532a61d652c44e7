package proofs.candidate;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.track.Tracker;

final class Reading {

    private Reading() {}

    /** Sums of two numbers. */
    record Sums(Config config) implements DatasetReader {

        record Config(int count) {
            Config {
                check(count > 0, "candidate-sums.count must be positive, got %s", count);
            }
        }

        @Override
        public List<Example> read() {
            return IntStream.range(0, config.count())
                    .mapToObj(i -> Example.of("sum-" + i, List.of(Message.user(i + "+1=")))
                            .withFields(Map.of("answer", String.valueOf(i + 1)))
                            .withResponse(String.valueOf(i + 1)))
                    .toList();
        }
    }

    /** Appends a line for every call to a file. */
    record Lines(Config config) implements Tracker {

        record Config(String file) {}

        @Override
        public void started(int firstStep, int steps) {
            line("started " + firstStep + " of " + steps);
        }

        @Override
        public void step(int step, Map<String, Double> metrics) {
            line("step " + step + (metrics.containsKey("reward/mean") ? " with a reward" : ""));
        }

        @Override
        public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
            line("trajectories " + step + ": " + groups.size() + " groups");
        }

        @Override
        public void close() {
            line("closed");
        }

        private void line(String text) {
            try {
                Files.writeString(
                        Path.of(config.file()), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
