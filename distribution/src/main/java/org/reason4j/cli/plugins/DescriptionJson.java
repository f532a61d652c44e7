package org.reason4j.cli.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.console.Json;
import org.reason4j.core.host.config.SettingsTable;
import org.reason4j.core.host.documentation.ComponentDescription;
import org.reason4j.core.host.documentation.ComponentDescriptions;
import org.reason4j.core.host.documentation.Documentation;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginOrigin;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.ComponentNeeds;

/** Descriptions as one JSON object with the lists {@code components}, {@code plugins} and {@code recipes}. */
final class DescriptionJson {

    private final PluginRegistry registry;
    private final ComponentDescriptions descriptions;
    private final ObjectNode root = Json.object();
    private final ArrayNode components = root.putArray("components");
    private final ArrayNode plugins = root.putArray("plugins");
    private final ArrayNode recipes = root.putArray("recipes");

    DescriptionJson(PluginRegistry registry, ComponentDescriptions descriptions) {
        this.registry = registry;
        this.descriptions = descriptions;
    }

    ObjectNode root() {
        return root;
    }

    void component(ComponentDescription component, ComponentNeeds needs) {
        ObjectNode node = components
                .addObject()
                .put("kind", component.kind().label())
                .put("name", component.name())
                .put("class", component.type().getName());
        origin(component.origin(), node.putObject("plugin"));
        said(component.text(), node);
        ArrayNode settings = node.putArray("settings");
        component.settings().forEach(setting -> setting(setting, settings.addObject()));
        ArrayNode presets = node.putArray("presets");
        for (ComponentDescription.Preset preset : component.presets()) {
            ObjectNode entry = presets.addObject().put("name", preset.name());
            said(preset.text(), entry);
            ObjectNode changes = entry.putObject("settings");
            preset.changes().forEach((path, row) -> changes.set(path, Json.tree(row.value())));
        }
        names(node.putArray("services"), component.services());
        names(node.putArray("shared"), component.shared());
        needs.needs().forEach(node.putArray("needs")::add);
        needs.gives().forEach(node.putArray("gives")::add);
        needs.unknown().ifPresent(reason -> node.put("needsUnknown", reason));
        node.put("example", component.example());
    }

    private static void setting(ComponentDescription.Setting setting, ObjectNode node) {
        SettingsTable.Row row = setting.row();
        node.put("name", row.path()).put("type", row.type()).put("required", row.required());
        node.set("default", Json.tree(row.value()));
        setting.range().ifPresent(range -> node.put("range", range));
        node.put("text", setting.text());
        if (!setting.choices().isEmpty()) {
            ObjectNode choices = node.putObject("choices");
            setting.choices().forEach(choices::put);
        }
    }

    void plugin(InstalledPlugin plugin) {
        ObjectNode node = plugins.addObject();
        origin(plugin.origin(), node);
        ArrayNode list = node.putArray("components");
        for (Kind<?> kind : plugin.components().keySet()) {
            for (Offer offer : registry.offers(kind)) {
                if (offer.origin().equals(plugin.origin())) {
                    list.addObject()
                            .put("kind", kind.label())
                            .put("name", offer.name())
                            .put("text", descriptions.text(offer).opening());
                }
            }
        }
        plugin.recipes().forEach(node.putArray("recipes")::add);
    }

    void recipe(String name, InstalledPlugin plugin) {
        ObjectNode node = recipes.addObject().put("name", name);
        origin(plugin.origin(), node.putObject("plugin"));
        node.put("yaml", registry.recipe(plugin.origin().id() + "/" + name).yaml());
    }

    private void origin(PluginOrigin origin, ObjectNode node) {
        node.put("id", origin.id())
                .put("version", origin.version())
                .put("jar", origin.jar())
                .put("location", origin.location());
        Map<String, String> facts = DescriptionText.facts(registry, origin);
        node.put("license", facts.get("licence")).put("url", facts.get("home page"));
    }

    private static void said(Documentation documentation, ObjectNode node) {
        node.put("text", documentation.text());
        ArrayNode links = node.putArray("links");
        documentation
                .links()
                .forEach(link -> links.addObject().put("title", link.title()).put("address", link.address()));
    }

    private static void names(ArrayNode target, List<Class<?>> types) {
        types.forEach(type -> target.add(type.getName()));
    }
}
