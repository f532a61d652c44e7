package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.console.Columns;
import org.reason4j.core.host.config.SettingsTable;
import org.reason4j.core.host.documentation.ComponentDescription;
import org.reason4j.core.host.documentation.ComponentDescriptions;
import org.reason4j.core.host.documentation.Documentation;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginOrigin;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.ComponentNeeds;

/** Descriptions for people, one below the other. */
final class DescriptionText {

    private static final int WIDTH = 100;

    /** Longest default that stands in the table as it is. */
    private static final int LONGEST = 32;

    private final PrintWriter out;
    private final PluginRegistry registry;
    private final ComponentDescriptions descriptions;
    private boolean begun;

    DescriptionText(PrintWriter out, PluginRegistry registry, ComponentDescriptions descriptions) {
        this.out = out;
        this.registry = registry;
        this.descriptions = descriptions;
    }

    void component(ComponentDescription component, ComponentNeeds needs) {
        begin(component.kind() + " " + component.name());
        paragraphs(component.text().text(), "  ");
        if (!component.defaults().text().isEmpty()) {
            out.println();
            wrapped("Defaults: " + component.defaults().opening(), "  ", "  ");
        }
        out.println();
        facts(component, needs);
        settings(component.settings());
        presets(component.presets());
        out.println();
        out.println("Example");
        component.example().lines().forEach(line -> out.println("  " + line));
    }

    private void facts(ComponentDescription component, ComponentNeeds needs) {
        List<String> links = new ArrayList<>();
        component.text().links().forEach(link -> links.add(link(link)));
        component.defaults().links().stream()
                .map(DescriptionText::link)
                .filter(link -> !links.contains(link))
                .forEach(links::add);
        fact("plugin", List.of(origin(component.origin())));
        facts(registry, component.origin()).forEach((label, text) -> fact(label, List.of(text)));
        fact("class", List.of(component.type().getName()));
        fact("see", links);
        fact("needs", needs.needs());
        fact("gives", needs.gives());
        fact(
                "needs",
                needs
                        .unknown()
                        .map(reason -> "not known, because it can't be built with its defaults alone: " + reason)
                        .stream()
                        .toList());
        fact("asks for", component.services().stream().map(Class::getSimpleName).toList());
        fact("shares", component.shared().stream().map(Class::getSimpleName).toList());
    }

    private void fact(String label, List<String> lines) {
        String head = String.format("  %-9s ", label);
        for (String line : lines) {
            wrapped(line, head, " ".repeat(head.length()));
            head = " ".repeat(head.length());
        }
    }

    private void settings(List<ComponentDescription.Setting> settings) {
        out.println();
        if (settings.isEmpty()) {
            out.println("It has no settings.");
            return;
        }
        out.println("Settings");
        Columns columns = new Columns();
        columns.add("  name", "type", "default", "allowed");
        for (ComponentDescription.Setting setting : settings) {
            SettingsTable.Row row = setting.row();
            String type = setting.choices().isEmpty() ? row.type() : row.type().replaceFirst("one of .*", "choice");
            columns.add(
                    "  " + row.path(),
                    type,
                    shortened(row.text()),
                    setting.range().orElse(""));
        }
        List<String> rows = columns.toString().lines().toList();
        out.println(rows.get(0));
        for (int i = 0; i < settings.size(); i++) {
            out.println(rows.get(i + 1));
            wrapped(settings.get(i).text(), "      ", "      ");
            settings.get(i)
                    .choices()
                    .forEach((choice, text) ->
                            wrapped(choice + (text.isEmpty() ? "" : ": " + text), "      - ", "        "));
        }
    }

    private void presets(List<ComponentDescription.Preset> presets) {
        if (presets.isEmpty()) {
            return;
        }
        out.println();
        out.println("Presets");
        for (ComponentDescription.Preset preset : presets) {
            out.println("  " + preset.name());
            paragraphs(preset.text().text(), "      ");
            preset.text().links().forEach(link -> wrapped("see " + link(link), "      ", "      "));
            wrapped(
                    preset.changes().isEmpty()
                            ? "as the defaults"
                            : preset.changes().values().stream()
                                    .map(row -> row.path() + ": " + shortened(row.text()))
                                    .collect(Collectors.joining(", ")),
                    "      ",
                    "      ");
        }
    }

    void plugin(InstalledPlugin plugin) {
        begin("plugin " + origin(plugin.origin()));
        facts(registry, plugin.origin()).forEach((label, text) -> fact(label, List.of(text)));
        Columns columns = new Columns();
        boolean told = false;
        for (Map.Entry<Kind<?>, List<String>> kind : plugin.components().entrySet()) {
            for (Offer offer : registry.offers(kind.getKey())) {
                if (offer.origin().equals(plugin.origin())) {
                    if (!told) {
                        paragraphs(descriptions.plugin(offer, plugin.type()).text(), "  ");
                        told = true;
                    }
                    columns.add("  " + kind.getKey(), offer.name(), sentence(descriptions.text(offer)));
                }
            }
        }
        plugin.recipes().forEach(recipe -> columns.add("  recipe", recipe, "extends: " + recipe));
        out.println();
        out.print(columns);
    }

    void recipe(String name, InstalledPlugin plugin) {
        begin("recipe " + name);
        out.println(
                "  A part of recipes, taken over by 'extends: " + name + "', of the plugin " + origin(plugin.origin()));
        out.println();
        registry.recipe(plugin.origin().id() + "/" + name).yaml().lines().forEach(line -> out.println("  " + line));
    }

    private void begin(String title) {
        if (begun) {
            out.println();
        }
        begun = true;
        out.println(title);
    }

    private static String origin(PluginOrigin origin) {
        return origin.id() + " " + origin.version() + " (" + origin.jar() + ")";
    }

    /** Licence and home page of a plugin, where its jar names them. */
    static Map<String, String> facts(PluginRegistry registry, PluginOrigin origin) {
        Map<String, String> facts = new LinkedHashMap<>();
        registry.plugins().stream()
                .filter(plugin -> plugin.origin().equals(origin))
                .flatMap(plugin -> plugin.unit().stream())
                .forEach(unit -> {
                    unit.descriptor().license().ifPresent(license -> facts.put("licence", license));
                    unit.descriptor().url().ifPresent(url -> facts.put("home page", url));
                });
        return facts;
    }

    private static String link(Documentation.Link link) {
        return link.title() + ", " + link.address();
    }

    private static String sentence(Documentation documentation) {
        String opening = documentation.opening();
        int end = opening.indexOf(". ");
        return end < 0 ? opening : opening.substring(0, end + 1);
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 3) + "...";
    }

    private void paragraphs(String text, String indent) {
        String separator = "";
        for (String paragraph : text.split("\n", -1)) {
            out.print(separator);
            if (paragraph.isEmpty()) {
                separator = System.lineSeparator();
            } else {
                wrapped(paragraph, indent, paragraph.startsWith("- ") ? indent + "  " : indent);
                separator = "";
            }
        }
    }

    private void wrapped(String text, String first, String next) {
        StringBuilder line = new StringBuilder(first);
        int words = 0;
        for (String word : text.split(" ", -1)) {
            if (words > 0 && line.length() + word.length() + 1 > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(next);
                words = 0;
            }
            line.append(words == 0 ? "" : " ").append(word);
            words++;
        }
        if (!text.isEmpty()) {
            out.println(line.toString().stripTrailing());
        }
    }
}
