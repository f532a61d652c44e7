package org.reason4j.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.Trainer;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.core.trainer.run.Resumption;

/** A recipe of four steps that takes seconds, with sections to be replaced; it is run with every plugin of the product. */
public record LetterRun(Path directory, Map<String, String> sections) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two layers of width 32 over an alphabet of characters, in bf16; one update per step. */
    static LetterRun in(Path directory) {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("seed", "3");
        sections.put("device", "cpu");
        sections.put("model", "{create: {config: " + tiny.resolve("config.json") + ", tokenizer: " + tiny + "}}");
        sections.put("data", "{train: {name: letters}, evaluation: {name: letters}}");
        sections.put("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32}");
        sections.put("rewards", "[{name: lowercase}]");
        sections.put("training", "{steps: 4, promptsPerStep: 4, learningRate: 1e-2}");
        sections.put("evaluation", "{every: 99, limit: 2, threshold: 0.5}");
        sections.put("checkpoints", "{every: 2}");
        sections.put("trackers", "[{name: jsonl}]");
        return new LetterRun(directory, sections);
    }

    LetterRun with(String section, String yaml) {
        Map<String, String> changed = new LinkedHashMap<>(sections);
        changed.put(section, yaml);
        return new LetterRun(directory, changed);
    }

    Path start(String output, Plugin... further) {
        return run(output, Resumption.NONE, further);
    }

    Path resume(String output, Plugin... further) {
        return run(output, Resumption.NEWEST, further);
    }

    private Path run(String output, Resumption resumption, Plugin... further) {
        List<Plugin> offered = new ArrayList<>(List.of(further));
        offered.addAll(List.of(new BuiltIns(), new CriticTrainingTest.Letters(), new PowerFailures()));
        ServiceLoader.load(Plugin.class).forEach(offered::add);
        try (PluginRegistry plugins = PluginRegistry.of(offered.toArray(new Plugin[0]));
                Trainer trainer = Trainer.builder()
                        .recipe(RecipeReader.read(file(), Map.of(), List.of()))
                        .name("letters")
                        .plugins(plugins)
                        .output(directory.resolve(output))
                        .resume(resumption)
                        .open()) {
            trainer.train();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return directory.resolve(output);
    }

    private Path file() throws IOException {
        String yaml = sections.entrySet().stream()
                .map(section -> section.getKey() + ": " + section.getValue() + "\n")
                .collect(Collectors.joining());
        return Files.writeString(Files.createTempFile(directory, "recipe", ".yaml"), yaml);
    }

    /** The metrics of a run's steps. */
    static List<JsonNode> steps(Path output) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
            steps.add(JSON.readTree(line));
        }
        return steps;
    }

    /**
     * What a step reports that is a function of the recipe, to the last bit: all but what the page on metrics lists under
     * "Equal runs".
     */
    public static Map<String, String> functionsOfTheRecipe(JsonNode step) throws IOException {
        String page = Files.readString(Path.of("../docs/reference/metrics.md"));
        String section = page.split("\n## Equal runs\n")[1].split("\n## ")[0];
        List<Pattern> others = section.lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> Pattern.compile("`([^`]+)`")
                        .matcher(line.split("\\|")[1])
                        .results())
                .map(name -> Pattern.compile(name.group(1).replace("*", ".*").replace("KEY", "[^/]+")))
                .toList();
        Map<String, String> equal = new TreeMap<>();
        step.properties().forEach(metric -> {
            if (others.stream()
                    .noneMatch(other -> other.matcher(metric.getKey()).matches())) {
                equal.put(metric.getKey(), metric.getValue().asText());
            }
        });
        return equal;
    }

    /** The same of every step of a run. */
    static List<Map<String, String>> functionsOfTheRecipe(Path output) throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        for (JsonNode step : steps(output)) {
            all.add(functionsOfTheRecipe(step));
        }
        return all;
    }

    /** Offers a tracker that ends a run in the middle of a step. */
    private static final class PowerFailures implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.tracker("power-failure", new PowerFailure.Config(1), PowerFailure.class);
        }
    }

    record PowerFailure(Config config) implements Tracker {
        record Config(int step) {}

        @Override
        public void step(int step, Map<String, Double> metrics) {
            if (step == config.step()) {
                throw new IllegalStateException("the lights went out");
            }
        }
    }
}
