package org.reason4j.cli.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reason4j.cli.console.Json;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.PassedOver;
import org.reason4j.core.host.plugin.jar.PluginDescriptor;
import org.reason4j.core.host.plugin.jar.PluginUnit;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;
import org.reason4j.core.host.plugin.jar.StoredJar;

/** Plugins as one JSON object with the lists {@code plugins}, {@code refused} and {@code passedOver}. */
final class ListingJson {

    private ListingJson() {}

    static ObjectNode of(PluginRegistry registry) {
        ObjectNode root = Json.object();
        ArrayNode loaded = root.putArray("plugins");
        registry.plugins().forEach(plugin -> loaded(plugin, registry, loaded.addObject()));
        ArrayNode refused = root.putArray("refused");
        registry.refused().forEach(plugin -> refused(plugin, refused.addObject()));
        ArrayNode passedOver = root.putArray("passedOver");
        for (PassedOver file : registry.passedOver()) {
            passedOver.addObject().put("source", file.path().toString()).put("reason", file.reason());
        }
        return root;
    }

    private static void loaded(InstalledPlugin plugin, PluginRegistry registry, ObjectNode target) {
        target.put("id", plugin.origin().id())
                .put("version", plugin.origin().version())
                .put("state", PluginsListCommand.LOADED)
                .put("title", plugin.origin().title())
                .put("jar", plugin.origin().jar())
                .put("location", plugin.origin().location())
                .put("class", plugin.type());
        plugin.origin().sha256().ifPresent(digest -> target.put("sha256", digest));
        plugin.unit().ifPresent(unit -> unit(unit, target));
        ObjectNode components = target.putObject("components");
        plugin.components().forEach((kind, names) -> {
            ArrayNode list = components.putArray(kind.toString());
            for (String name : names) {
                ArrayNode presets = list.addObject().put("name", name).putArray("presets");
                PluginsListCommand.presets(registry, kind, plugin, name).forEach(presets::add);
            }
        });
        plugin.recipes().forEach(target.putArray("recipes")::add);
    }

    private static void unit(PluginUnit unit, ObjectNode target) {
        PluginDescriptor descriptor = unit.descriptor();
        target.put("source", unit.path().toString())
                .put("requiresApi", descriptor.requiresApi().toString());
        descriptor.builtWithApi().ifPresent(version -> target.put("builtWithApi", version.toString()));
        descriptor.license().ifPresent(license -> target.put("license", license));
        descriptor.url().ifPresent(url -> target.put("url", url));
        descriptor.description().ifPresent(text -> target.put("description", text));
        ArrayNode jars = target.putArray("jars");
        for (StoredJar jar : unit.jars()) {
            jars.addObject()
                    .put("name", jar.name())
                    .put("location", jar.source().toString())
                    .put("sha256", jar.sha256());
        }
    }

    private static void refused(RefusedPlugin plugin, ObjectNode target) {
        plugin.id().ifPresent(id -> target.put("id", id));
        plugin.version().ifPresent(version -> target.put("version", version));
        target.put("state", PluginsListCommand.REFUSED)
                .put("source", plugin.path().toString());
        plugin.reasons().forEach(target.putArray("reasons")::add);
    }
}
