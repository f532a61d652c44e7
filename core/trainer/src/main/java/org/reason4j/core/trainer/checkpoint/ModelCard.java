package org.reason4j.core.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.host.config.Recipe;

/**
 * The model card of a checkpoint, {@code README.md}: what it was made from and how, and how well it does. Its head is what the
 * Hub reads: base model and datasets by their names there, and the license that the base's own card names.
 *
 * @param name of the run
 * @param recipe as it applied
 * @param base directory of the model that training began with
 */
public record ModelCard(String name, Recipe recipe, Path base) {

    static final String FILE = "README.md";

    private static final Pattern HEAD = Pattern.compile("\\A---\\R(.*?)\\R---\\R", Pattern.DOTALL);
    private static final Pattern LICENSE = Pattern.compile("(?m)^license: *['\"]?([A-Za-z0-9._-]+)['\"]?\\s*$");

    /**
     * The text of the card.
     *
     * @param step of the checkpoint
     * @param accuracies on held-out problems, by when they were measured
     * @param made hashes of the run's data and versions of its software
     */
    String text(int step, Map<String, Double> accuracies, Provenance made) {
        Optional<String> license = license();
        List<String> lines = new ArrayList<>(head(license));
        lines.add("# " + name + ", step " + step);
        lines.add("");
        lines.add("Trained with reinforcement learning by reason4j "
                + made.software().reason4j() + " from " + baseName() + ".");
        lines.add("");
        facts(made, license).forEach((fact, value) -> lines.add("- " + fact + ": " + value));
        if (!accuracies.isEmpty()) {
            lines.addAll(List.of("", "## Results", "", "| Measured | Accuracy on held-out problems |", "|---|---|"));
            accuracies.forEach(
                    (when, accuracy) -> lines.add(String.format(Locale.ROOT, "| %s | %.4f |", when, accuracy)));
        }
        lines.addAll(List.of("", "The whole recipe is `trainer/recipe.resolved.yaml`.", ""));
        return String.join("\n", lines);
    }

    private List<String> head(Optional<String> license) {
        List<String> lines =
                new ArrayList<>(List.of("---", "library_name: transformers", "pipeline_tag: text-generation"));
        HubCache.name(base).ifPresent(model -> lines.add("base_model: " + model));
        license.ifPresent(named -> lines.add("license: " + named));
        List<String> datasets = datasets().values().stream()
                .map(ModelCard::path)
                .flatMap(path -> path.flatMap(HubCache::name).stream())
                .distinct()
                .toList();
        if (!datasets.isEmpty()) {
            lines.add("datasets:");
            datasets.forEach(dataset -> lines.add("- " + dataset));
        }
        lines.addAll(List.of("tags:", "- reason4j", "- reinforcement-learning", "---", ""));
        return lines;
    }

    private Map<String, String> facts(Provenance made, Optional<String> license) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Base model", baseName());
        facts.put("License of the base", license.orElse("not named by a card beside it"));
        datasets().forEach((use, dataset) -> facts.put(use, described(dataset)));
        facts.put("SHA-256 of the examples", made.train() + " (training), " + made.evaluation() + " (held out)");
        facts.put(
                "Rewards",
                recipe.rewards().isEmpty()
                        ? "none"
                        : recipe.rewards().stream()
                                .map(reward -> "`" + reward.metricName() + "` times " + reward.weight())
                                .collect(Collectors.joining(", ")));
        facts.put(
                "Optimizer",
                "`" + recipe.optimizer().name() + "`, learning rate "
                        + recipe.training().learningRate());
        facts.put(
                "Steps",
                recipe.steps() + " of " + recipe.training().promptsPerStep() + " prompts with "
                        + recipe.rollout().groupSize() + " responses of up to "
                        + recipe.rollout().maxTokens()
                        + " tokens");
        recipe.model()
                .lora()
                .ifPresent(lora -> facts.put("Adapters", "rank " + lora.rank() + ", merged into the weights"));
        facts.put(
                "Plugins",
                made.software().plugins().stream()
                        .map(plugin -> plugin.id() + " " + plugin.version())
                        .collect(Collectors.joining(", ")));
        return facts;
    }

    private Map<String, Recipe.Component> datasets() {
        Map<String, Recipe.Component> datasets = new LinkedHashMap<>();
        recipe.supervised().ifPresent(stage -> datasets.put("Demonstrations", stage.data()));
        datasets.put("Training data", recipe.data().train());
        datasets.put("Held-out problems", recipe.data().evaluation());
        return datasets;
    }

    private static Optional<Path> path(Recipe.Component dataset) {
        return Optional.ofNullable(dataset.config().get("path"))
                .map(String::valueOf)
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /** The dataset without the directories of this machine. */
    private static String described(Recipe.Component dataset) {
        return "`" + dataset.name() + "`"
                + path(dataset)
                        .map(path -> ", "
                                + HubCache.name(path).map(name -> name + ", ").orElse("") + "`" + path.getFileName()
                                + "`")
                        .orElse("");
    }

    private String baseName() {
        return HubCache.name(base)
                .orElseGet(() -> recipe.model().create().isPresent()
                        ? "a new model with random weights"
                        : "`" + base.toAbsolutePath().getFileName() + "`");
    }

    /** The license that the base's own card names. */
    private Optional<String> license() {
        Path card = base.resolve(FILE);
        if (!Files.isRegularFile(card)) {
            return Optional.empty();
        }
        try {
            Matcher head = HEAD.matcher(Files.readString(card));
            Matcher license = LICENSE.matcher(head.find() ? head.group(1) : "");
            return license.find() ? Optional.of(license.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new ConfigException(card + ": can't be read: " + e.getMessage() + ". Correct or remove the file.", e);
        }
    }
}
