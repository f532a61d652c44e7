package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.reason4j.cli.FirstPartyPlugins;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.core.trainer.run.Resumption;

/**
 * A recipe that takes seconds, with sections to be replaced, for plugins in jars.
 *
 * @param directory for everything that is written; the jars are in its {@code plugins}
 * @param sections of the recipe as YAML by their key
 */
record ProofRun(Path directory, Map<String, String> sections) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two layers of width 32 over an alphabet of characters, in fp32; four steps of one update. */
    static ProofRun in(Path directory) {
        PluginJar.of("letters").writeTo(directory);
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("seed", "3");
        sections.put("device", "cpu");
        sections.put(
                "model",
                "{create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}, precision: fp32}");
        sections.put("data", "{train: {name: letters}, evaluation: {name: letters}}");
        sections.put("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32}");
        sections.put("rewards", "[{name: lowercase}]");
        sections.put("training", "{steps: 4, promptsPerStep: 4, learningRate: 1e-2}");
        sections.put("evaluation", "{every: 99, limit: 2, threshold: 0.5}");
        sections.put("checkpoints", "{every: 2}");
        sections.put("trackers", "[{name: jsonl}]");
        return new ProofRun(directory, sections);
    }

    /** Adds the plugin of that name in the resources to the jars. */
    ProofRun plugin(String name) {
        PluginJar.of(name).writeTo(directory);
        return this;
    }

    ProofRun with(String section, String yaml) {
        Map<String, String> changed = new LinkedHashMap<>(sections);
        changed.put(section, yaml);
        return new ProofRun(directory, changed);
    }

    ProofRun without(String... names) {
        Map<String, String> changed = new LinkedHashMap<>(sections);
        changed.keySet().removeAll(List.of(names));
        return new ProofRun(directory, changed);
    }

    Path start(String output) {
        return run(output, Resumption.NONE);
    }

    /** Ends a run while it reports a step, as a power failure does, and resumes it from its last checkpoint. */
    Path stopAndResume(String output, int step) {
        assertThatThrownBy(
                        () -> with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: " + step + "}}]")
                                .start(output))
                .hasStackTraceContaining("the lights went out");
        return run(output, Resumption.NEWEST);
    }

    private Path run(String output, Resumption resumption) {
        Path root = directory.resolve(output);
        try (PluginRegistry plugins = load();
                Trainer trainer = Trainer.builder()
                        .recipe(resolved(plugins))
                        .name("proof")
                        .plugins(plugins)
                        .output(root)
                        .resume(resumption)
                        .open()) {
            trainer.train();
            return root;
        }
    }

    /** Loads the jars beside the first-party plugins, as the command line does. */
    PluginRegistry load() {
        return new PluginLoader(ProofRun.class.getClassLoader(), List.of(new BuiltIns()))
                .load(List.of(FirstPartyPlugins.directory(), directory.resolve("plugins")));
    }

    ResolvedRecipe resolved(PluginRegistry plugins, String... overrides) {
        return RecipeReader.read(file(), Map.of(), List.of(overrides), plugins);
    }

    /** Writes the recipe to a file. */
    Path file() {
        String yaml = sections.entrySet().stream()
                .map(section -> section.getKey() + ": " + section.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            return Files.writeString(Files.createTempFile(directory, "recipe", ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Metrics of a run's steps. */
    static List<JsonNode> steps(Path output) {
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

    /** A metric of every step. */
    static List<Double> metric(Path output, String name) {
        return steps(output).stream()
                .map(step -> {
                    assertThat(step.has(name)).as("%s in %s", name, step).isTrue();
                    return step.get(name).asDouble();
                })
                .toList();
    }

    /** Asserts equal weights, moments and metrics, to the last bit. */
    static void assertSame(Path one, Path other, int lastStep) {
        assertThat(weights(one, lastStep)).isNotEmpty().isEqualTo(weights(other, lastStep));
        assertThat(numbers(one)).isEqualTo(numbers(other));
    }

    /** Checksums of a checkpoint's tensor files by their place in it. */
    static Map<String, Long> weights(Path run, int step) {
        Path checkpoint = run.resolve("checkpoints/step-" + step);
        try (Stream<Path> files = Files.walk(checkpoint)) {
            Map<String, Long> checksums = new TreeMap<>();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".safetensors")).toList()) {
                CRC32 crc = new CRC32();
                crc.update(Files.readAllBytes(file));
                checksums.put(checkpoint.relativize(file).toString(), crc.getValue());
            }
            return checksums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Metrics of every step but those of time, throughput and memory, and of tokens read, drafted and slots used: a thread that
     * is ahead reports them to the step of the moment.
     */
    static List<Map<String, Double>> numbers(Path output) {
        return steps(output).stream()
                .map(step -> {
                    Map<String, Double> numbers = new TreeMap<>();
                    step.fieldNames().forEachRemaining(name -> {
                        if (!name.matches(
                                "(time|throughput|memory)/.*|rollout/(tokens_.*|slots_used|drafted|accepted.*)")) {
                            numbers.put(name, step.path(name).asDouble());
                        }
                    });
                    return numbers;
                })
                .toList();
    }
}
