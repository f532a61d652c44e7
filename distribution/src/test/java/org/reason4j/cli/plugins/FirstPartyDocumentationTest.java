package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.FirstPartyPlugins;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.config.constraint.Interval;
import org.reason4j.core.host.documentation.ComponentDescription;
import org.reason4j.core.host.documentation.ComponentDescriptions;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.core.trainer.components.ComponentNeeds;

/** What {@code plugins describe} says about core's own components and those of the first-party plugins is there and is true. */
class FirstPartyDocumentationTest {

    /** Sections that a recipe needs, by name, used where the example does not have them. */
    private static final Map<String, String> BASE = sections();

    private static PluginRegistry registry;
    private static ComponentDescriptions descriptions;

    @TempDir
    Path directory;

    @BeforeAll
    static void load() {
        registry = new PluginLoader(FirstPartyDocumentationTest.class.getClassLoader(), List.of(new BuiltIns()))
                .load(List.of(FirstPartyPlugins.directory()));
        descriptions = new ComponentDescriptions(registry);
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    @Test
    void allPluginsAreHere() {
        assertThat(registry.refused()).isEmpty();
        assertThat(registry.plugins()).hasSizeGreaterThan(12);
        assertThat(offers()).hasSizeGreaterThan(50);
    }

    @Test
    void everyPluginComponentSettingAndChoiceHasADescription() {
        List<String> missing = new ArrayList<>();
        for (Offer offer : offers()) {
            String label = offer.fullName() + " (" + offer.kind() + ")";
            ComponentDescription component = descriptions.of(offer);
            if (component.text().text().isEmpty()) {
                missing.add(label + ": " + offer.type().getName());
            }
            if (descriptions.plugin(offer, plugin(offer).type()).text().isEmpty()) {
                missing.add("plugin " + plugin(offer).type());
            }
            for (ComponentDescription.Setting setting : component.settings()) {
                if (setting.text().isEmpty()) {
                    missing.add(label + ": @param " + setting.row().name() + " of "
                            + setting.row().owner().getName());
                }
                setting.choices().forEach((choice, text) -> {
                    if (text.isEmpty()
                            && !setting.row().raw().getName().startsWith("java.")) { // its own Javadoc is elsewhere
                        missing.add(label + ": constant " + choice + " of "
                                + setting.row().raw().getName());
                    }
                });
            }
            component.presets().stream()
                    .filter(preset -> preset.text().text().isEmpty())
                    .forEach(preset -> missing.add(label + ": preset " + preset.name()));
        }
        assertThat(missing.stream().distinct()).isEmpty();
    }

    @Test
    void everyStatedRangeHoldsTheDefault() {
        for (Offer offer : offers()) {
            for (ComponentDescription.Setting setting : descriptions.of(offer).settings()) {
                if (setting.range().isPresent() && setting.row().value().orElse(null) instanceof Number number) {
                    String range = setting.range().get();
                    boolean zero = range.endsWith(" or 0") && number.doubleValue() == 0;
                    assertThat(zero || interval(range).contains(number.doubleValue()))
                            .as(
                                    "default %s of %s/%s in %s",
                                    number, offer.fullName(), setting.row().path(), range)
                            .isTrue();
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> valuesOutsideAStatedRangeAreRefused() {
        return offers().stream()
                .flatMap(offer -> descriptions.of(offer).settings().stream()
                        .filter(setting -> setting.range().isPresent()
                                && !setting.row().path().contains("[]"))
                        .map(setting -> DynamicTest.dynamicTest(
                                offer.kind() + " " + offer.fullName() + ": "
                                        + setting.row().path() + " "
                                        + setting.range().get(),
                                () -> outside(setting)
                                        .forEach(value ->
                                                refused(offer, setting.row().path(), value)))));
    }

    private static void refused(Offer offer, String path, Number value) {
        assertThatThrownBy(() ->
                        SettingsBinder.bind(offer.defaults(), Optional.empty(), nested(path, value), offer.fullName()))
                .as("%s: %s", path, value)
                .isInstanceOf(ConfigException.class);
    }

    /** The nearest numbers outside; whole ones for settings that are whole numbers. */
    private static List<Number> outside(ComponentDescription.Setting setting) {
        String range = setting.range().orElseThrow();
        Interval interval = interval(range);
        boolean whole = setting.row().type().equals("whole number");
        List<Number> outside = new ArrayList<>();
        double step = whole ? 1 : 1e-6;
        double low = interval.lowClosed() ? interval.low() - step : interval.low();
        if (!(range.endsWith(" or 0") && low == 0)) {
            outside.add(whole ? (Number) (long) low : (Number) low);
        }
        if (interval.high() < Double.POSITIVE_INFINITY) {
            double high = interval.highClosed() ? interval.high() + step : interval.high();
            outside.add(whole ? (Number) (long) high : (Number) high);
        }
        return outside;
    }

    /** The value where its path leads: into sections, and into choices that are not in force, {@code loss[clip].clipLow}. */
    private static Map<String, Object> nested(String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return Map.of(path, value);
        }
        Map<String, Object> below = new HashMap<>(nested(path.substring(dot + 1), value));
        String section = path.substring(0, dot);
        int bracket = section.indexOf('[');
        if (bracket < 0) {
            return Map.of(section, below);
        }
        below.put("name", section.substring(bracket + 1, section.length() - 1));
        return Map.of(section.substring(0, bracket), below);
    }

    private static Interval interval(String range) {
        return Interval.of(range.replace(" or 0", ""));
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsBoundByTheRecipeReader() {
        return offers().stream()
                .map(offer -> DynamicTest.dynamicTest(offer.kind() + " " + offer.fullName(), () -> {
                    ComponentDescription component = descriptions.of(offer);
                    ResolvedRecipe read = RecipeReader.read(recipe(component.example()), Map.of(), List.of(), registry);
                    assertThat(read.toYaml()).contains(offer.name());
                    assertThat(component.settings())
                            .filteredOn(setting -> !setting.row().path().contains("["))
                            .allMatch(setting ->
                                    read.toYaml().contains(setting.row().name() + ":"));
                }));
    }

    private Path recipe(String example) throws IOException {
        StringBuilder recipe = new StringBuilder(example);
        if (example.startsWith("data:")) {
            recipe.append("  evaluation: {name: addition}\n");
        }
        BASE.forEach((section, text) -> recipe.append(example.startsWith(section + ":") ? "" : text));
        return Files.writeString(directory.resolve("recipe.yaml"), recipe);
    }

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("model", "model: {path: policy}\n");
        sections.put("data", "data:\n  train: {name: addition}\n  evaluation: {name: addition}\n");
        sections.put("rewards", "rewards: [exact-answer]\n");
        sections.put("training", "training: {steps: 1}\n");
        return sections;
    }

    @Test
    void theNeedsOfEveryComponentAreKnownButWhereASettingHasNoDefaultOrTheDefaultRecipeIsAtOddsWithIt() {
        List<String> unknown = new ArrayList<>();
        for (Offer offer : offers()) {
            ComponentNeeds.of(registry, offer)
                    .unknown()
                    .filter(reason -> !reason.contains("There is no safe place for programs")) // on this machine
                    .ifPresent(reason -> unknown.add(offer.fullName() + ": " + reason));
        }
        assertThat(unknown)
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason)
                                .startsWith("sampler-tree/eptree: eptree grows")
                                .contains("but rollout.groupSize is 8"),
                        reason -> assertThat(reason)
                                .startsWith("sampler-tree/treepo-rollout: treepo-rollout.segmentTokens is 512"),
                        reason -> assertThat(reason).startsWith("sampler-tree/spo-tree: spo-tree grows 216 responses"),
                        reason -> assertThat(reason)
                                .startsWith(
                                        "sampler-budget/length-interruption: it asks the Tokenizer while it is built"),
                        reason -> assertThat(reason)
                                .startsWith("sampler-budget/budget-forcing: it asks the Tokenizer while it is built"),
                        reason ->
                                assertThat(reason).startsWith("reward-structured/program: program.command is missing"),
                        reason -> assertThat(reason)
                                .startsWith("reward-generative/reward-model: reward-model.path is empty"),
                        reason -> assertThat(reason).startsWith("distillation/iw-opd: opd.teachers names no teacher"),
                        reason -> assertThat(reason).startsWith("distillation/opd: opd.teachers names no teacher"),
                        reason -> assertThat(reason).startsWith("distillation/opd: opd.teachers names no teacher"),
                        reason -> assertThat(reason).startsWith("distillation/opd: opd.teachers names no teacher"),
                        reason -> assertThat(reason)
                                .startsWith(
                                        "built-ins/policy-responses: policy-responses asks a model that learns beside"),
                        reason -> assertThat(reason).startsWith("environment-mcp/mcp: mcp.servers names no server"),
                        reason -> assertThat(reason).startsWith("reward-structured/http: http.url is ''"),
                        reason -> assertThat(reason).startsWith("trackers/mlflow: mlflow.url is ''"));
    }

    private static InstalledPlugin plugin(Offer offer) {
        return registry.plugins().stream()
                .filter(plugin -> plugin.origin().equals(offer.origin()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Offer> offers() {
        return Kind.all().stream()
                .<Offer>flatMap(kind -> registry.offers(kind).stream())
                .toList();
    }
}
