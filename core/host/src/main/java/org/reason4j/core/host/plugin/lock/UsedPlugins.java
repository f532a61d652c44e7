package org.reason4j.core.host.plugin.lock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.config.NamedComponent;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginOrigin;
import org.reason4j.core.host.plugin.PluginRegistry;

/** The plugins that a recipe uses: those that offer the components it names. Core's own components belong to reason4j. */
public final class UsedPlugins {

    private static final String CORE = "org.reason4j.core.";

    private UsedPlugins() {}

    /**
     * Finds the plugins of a recipe, ordered by id.
     *
     * @throws org.reason4j.api.plugin.ConfigException if a component is not installed
     */
    public static List<UsedPlugin> of(Recipe recipe, PluginRegistry registry) {
        Map<String, UsedPlugin> used = new TreeMap<>();
        for (NamedComponent component : NamedComponent.of(recipe)) {
            Offer offer = registry.find(Kind.of(component.kind()), component.name(), component.where());
            if (!offer.type().getName().startsWith(CORE)) {
                used.computeIfAbsent(offer.origin().id(), id -> describe(offer.origin()));
            }
        }
        return List.copyOf(used.values());
    }

    private static UsedPlugin describe(PluginOrigin origin) {
        return new UsedPlugin(origin.id(), origin.version(), origin.sha256(), MavenCoordinates.of(origin));
    }

    /** Says how plugins differ, one sentence without a full stop for each that does; none where all are the same. */
    public static List<String> differences(List<UsedPlugin> then, List<UsedPlugin> now) {
        Map<String, UsedPlugin> before = byId(then);
        Map<String, UsedPlugin> after = byId(now);
        TreeSet<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        List<String> differences = new ArrayList<>();
        for (String id : ids) {
            difference(id, Optional.ofNullable(before.get(id)), Optional.ofNullable(after.get(id)))
                    .ifPresent(differences::add);
        }
        return differences;
    }

    private static Optional<String> difference(String id, Optional<UsedPlugin> then, Optional<UsedPlugin> now) {
        String name = "plugin " + id + ": ";
        if (then.isEmpty() || now.isEmpty()) {
            return Optional.of(name + "then " + then.map(UsedPlugin::shown).orElse("not used") + ", now "
                    + now.map(UsedPlugin::shown).orElse("not used"));
        }
        if (then.get().isSameAs(now.get())) {
            return Optional.empty();
        }
        boolean sameVersion = then.get().version().equals(now.get().version());
        return Optional.of(name + "then " + then.get().shown() + ", now "
                + now.get().shown() + (sameVersion ? ": the same version with other content" : ""));
    }

    private static Map<String, UsedPlugin> byId(List<UsedPlugin> plugins) {
        return plugins.stream()
                .collect(Collectors.toMap(UsedPlugin::id, plugin -> plugin, (one, other) -> one, LinkedHashMap::new));
    }
}
