package org.reason4j.core.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.components.BuiltIns;

/** The recipe of a run that takes a second, with sections to be replaced. */
public record TinyRun(Map<String, String> sections) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two layers of width 32 over an alphabet of characters, in bf16; one update per step, two steps. */
    public static TinyRun recipe() {
        Map<String, String> sections = new LinkedHashMap<>();
        Path tiny = resource("/tiny");
        sections.put("seed", "3");
        sections.put("device", "cpu");
        sections.put(
                "model",
                "{create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}, precision: bf16}");
        sections.put("data", "{train: {name: words}, evaluation: {name: words, config: {prefix: held-out, count: 4}}}");
        sections.put("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32}");
        sections.put("rewards", "[{name: lowercase}]");
        sections.put("optimizer", "{name: reinforce}");
        sections.put("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2}");
        sections.put("evaluation", "{every: 2, samples: 2, k: [1, 2], threshold: 0.5}");
        sections.put("checkpoints", "{every: 2, keepLast: 9}");
        sections.put("trackers", "[{name: jsonl}]");
        return new TinyRun(sections);
    }

    public TinyRun with(String section, String yaml) {
        Map<String, String> changed = new LinkedHashMap<>(sections);
        changed.put(section, yaml);
        return new TinyRun(changed);
    }

    /** The recipe's text. */
    public String yaml() {
        return sections.entrySet().stream()
                .map(section -> section.getKey() + ": " + section.getValue() + "\n")
                .collect(Collectors.joining());
    }

    public ResolvedRecipe resolved(Path directory) {
        return resolved(directory, Map.of());
    }

    ResolvedRecipe resolved(Path directory, Map<String, String> environment) {
        try {
            Path file = Files.writeString(Files.createTempFile(directory, "recipe", ".yaml"), yaml());
            return RecipeReader.read(file, environment, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TrainingOutcome start(Path output) {
        return run(output, Resumption.NONE);
    }

    TrainingOutcome resume(Path output) {
        return run(output, Resumption.NEWEST);
    }

    TrainingOutcome run(Path output, Resumption resumption) {
        return run(output, resumption, new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    TrainingOutcome run(Path output, Resumption resumption, PrintStream out) {
        Path directory = Objects.requireNonNull(output.getParent(), "tests write below a temporary directory");
        try (PluginRegistry plugins = plugins();
                Trainer trainer = Trainer.builder()
                        .recipe(resolved(directory))
                        .name("tiny")
                        .plugins(plugins)
                        .output(output)
                        .resume(resumption)
                        .console(out, Terminal.PLAIN)
                        .open()) {
            return trainer.train();
        }
    }

    /** Components of all tests. */
    static PluginRegistry plugins() {
        return PluginRegistry.of(
                new BuiltIns(),
                new Toys(),
                new LearnerToys(),
                new KindToys(),
                new SharedToys(),
                new BackendToys(),
                new GuardToys(),
                new ReferenceToys(),
                new Vandals());
    }

    public static List<JsonNode> metrics(Path output) {
        try {
            List<JsonNode> steps = new ArrayList<>();
            for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
                steps.add(JSON.readTree(line));
            }
            return steps;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String weights(Path output) {
        try {
            return JSON.readTree(output.resolve("summary.json").toFile())
                    .path("weights_sha256")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(TinyRun.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
