package org.reason4j.cli.plugins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.config.tree.NearMiss;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * What a name stands for: components of any kind, {@code PLUGIN/NAME} for that of one plugin, a plugin, a part of a recipe.
 *
 * @param components components of that name
 * @param plugins plugins of that name
 * @param recipes the plugin that offers a part of a recipe of that name
 */
record Named(List<Offer> components, List<InstalledPlugin> plugins, List<InstalledPlugin> recipes) {

    /**
     * Looks up a name.
     *
     * @param kind a kind of component, with dashes or spaces; absent for anything
     * @throws ConfigException if nothing has that name
     */
    static Named of(PluginRegistry registry, String name, Optional<String> kind) {
        List<Kind<?>> kinds =
                kind.<List<Kind<?>>>map(label -> List.of(kind(label))).orElse(Kind.all());
        int slash = name.lastIndexOf('/');
        List<Offer> components = kinds.stream()
                .flatMap(one -> registry.offers(one).stream())
                .filter(offer -> offer.name().equals(name.substring(slash + 1)))
                .filter(offer -> slash < 0 || offer.origin().id().equals(name.substring(0, slash)))
                .toList();
        List<InstalledPlugin> plugins = kind.isPresent()
                ? List.of()
                : registry.plugins().stream()
                        .filter(plugin -> plugin.origin().id().equals(name))
                        .toList();
        List<InstalledPlugin> recipes = kind.isPresent()
                ? List.of()
                : registry.plugins().stream()
                        .filter(plugin -> plugin.recipes().contains(name))
                        .toList();
        if (components.isEmpty() && plugins.isEmpty() && recipes.isEmpty()) {
            throw new ConfigException(unknown(registry, name, kinds, kind.isPresent()));
        }
        return new Named(components, plugins, recipes);
    }

    private static Kind<?> kind(String label) {
        String wanted = label.replace('-', ' ').toLowerCase(Locale.ROOT);
        List<String> labels = Kind.all().stream().map(Kind::label).toList();
        return Kind.all().stream()
                .filter(one -> one.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ConfigException("No kind of component is called '" + label + "'."
                        + didYouMean(wanted, labels) + " Kinds: "
                        + labels.stream().map(one -> one.replace(' ', '-')).collect(Collectors.joining(", ")) + "."));
    }

    private static String unknown(PluginRegistry registry, String name, List<Kind<?>> kinds, boolean oneKind) {
        Collection<String> known = new TreeSet<>();
        for (Kind<?> kind : kinds) {
            for (Offer offer : registry.offers(kind)) {
                known.add(name.contains("/") ? offer.origin().id() + "/" + offer.name() : offer.name());
            }
        }
        String elsewhere = "";
        if (oneKind) {
            List<String> others = kindsOf(registry, name);
            elsewhere = others.isEmpty() ? "" : " There is a " + String.join(" and a ", others) + " of that name.";
        } else {
            registry.plugins().forEach(plugin -> {
                known.add(plugin.origin().id());
                known.addAll(plugin.recipes());
            });
        }
        return (oneKind ? "No " + kinds.get(0) : "Nothing") + " is named '" + name + "'." + elsewhere
                + didYouMean(name, known)
                + " 'reason4j plugins list' shows what is installed; a jar is added in plugins/ or with --plugin-dir.";
    }

    private static List<String> kindsOf(PluginRegistry registry, String name) {
        List<String> kinds = new ArrayList<>();
        for (Kind<?> kind : Kind.all()) {
            if (registry.offers(kind).stream().anyMatch(offer -> offer.name().equals(name))) {
                kinds.add(kind.label());
            }
        }
        return kinds;
    }

    private static String didYouMean(String name, Collection<String> known) {
        return NearMiss.of(name, known)
                .map(near -> " Did you mean '" + near + "'?")
                .orElse("");
    }
}
