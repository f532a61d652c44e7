package org.reason4j.core.host.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.plugin.Registry;
import org.reason4j.core.host.config.InstalledComponents;

/**
 * Everything that the plugins of a run offer, by kind and name.
 *
 * <p>Each plugin announces itself to a {@link Registry} of its own, so that every component remembers where it came
 * from. Closing releases the plugins' jars; classes that were not loaded by then can't be loaded any more.
 */
public final class PluginRegistry implements InstalledComponents, AutoCloseable {

    private final Map<Kind<?>, Map<String, Offer>> offers = new LinkedHashMap<>();
    private final List<InstalledPlugin> plugins = new ArrayList<>();
    private final Closeable classes;

    PluginRegistry(Closeable classes) {
        this.classes = classes;
        Kind.all().forEach(kind -> offers.put(kind, new TreeMap<>()));
    }

    /** Returns a registry of plugins that the host already has in its hands. */
    public static PluginRegistry of(Plugin... plugins) {
        PluginRegistry registry = new PluginRegistry(() -> {});
        for (Plugin plugin : plugins) {
            registry.add(plugin, PluginOrigin.ofClass(plugin.getClass()));
        }
        return registry;
    }

    /** Lets a plugin announce its components. */
    void add(Plugin plugin, PluginOrigin origin) {
        Announcement announcement = new Announcement(origin);
        try {
            plugin.register(announcement);
        } catch (PluginException e) {
            throw e;
        } catch (LinkageError e) {
            throw LoadFailure.of(origin.jar(), plugin.getClass().getName(), e);
        } catch (RuntimeException e) {
            throw new PluginException(
                    "Plugin " + plugin.getClass().getName() + " (" + origin.jar() + ") failed to register: " + e
                            + ". Registering may only call the registry it is given.",
                    e);
        }
        Map<Kind<?>, List<String>> components = new LinkedHashMap<>();
        for (Kind<?> kind : Kind.all()) {
            List<String> names = announcement.made.stream()
                    .filter(offer -> offer.kind().equals(kind))
                    .map(Offer::name)
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                components.put(kind, names);
            }
        }
        plugins.add(new InstalledPlugin(plugin.getClass().getName(), origin, components));
    }

    /**
     * Returns the component of that kind and name.
     *
     * @param where the component's place in the recipe, such as {@code optimizer} or {@code rewards[0]}
     * @throws ConfigException if there is none; the message suggests a near miss and lists what is installed
     */
    public Offer find(Kind<?> kind, String name, String where) {
        Offer offer = named(kind).get(name);
        if (offer == null) {
            throw new ConfigException(
                    unknown(kind, name) + " Set " + where + ".name in the recipe or add the plugin's jar to plugins/.");
        }
        return offer;
    }

    /** What to say of a name that no component of that kind has: a near miss, and what is installed. */
    public String unknown(Kind<?> kind, String name) {
        Map<String, Offer> installed = named(kind);
        return "No " + kind + " named '" + name + "'." + suggestion(name, installed) + " Installed: " + list(installed)
                + ".";
    }

    /**
     * Returns a component's preset.
     *
     * @throws ConfigException if it has none of that name; the message suggests a near miss and lists what it has
     */
    public Record preset(Offer offer, String name, String where) {
        Record preset = offer.presets().get(name);
        if (preset == null) {
            Map<String, Record> presets = new TreeMap<>(offer.presets());
            throw new ConfigException("No preset named '" + name + "' of " + offer.kind() + " '" + offer.name() + "' ("
                    + offer.origin().jar() + ")." + suggestion(name, presets) + " Available: " + list(presets)
                    + ". Set " + where + ".preset in the recipe or leave it out for the defaults.");
        }
        return preset;
    }

    @Override
    public Record settings(String kind, String name, String where) {
        return find(Kind.of(kind), name, where).defaults();
    }

    @Override
    public Record preset(String kind, String name, String preset, String where) {
        return preset(find(Kind.of(kind), name, where), preset, where);
    }

    /** All components of a kind, by name. */
    public List<Offer> offers(Kind<?> kind) {
        return List.copyOf(named(kind).values());
    }

    /** All plugins, in the order they were loaded. */
    public List<InstalledPlugin> plugins() {
        return List.copyOf(plugins);
    }

    @Override
    public void close() {
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The plugins' jars can't be closed", e);
        }
    }

    private Map<String, Offer> named(Kind<?> kind) {
        return offers.getOrDefault(kind, Map.of());
    }

    private static String suggestion(String name, Map<String, ?> known) {
        return NearMiss.of(name, known.keySet())
                .map(near -> " Did you mean '" + near + "'?")
                .orElse("");
    }

    private static String list(Map<String, ?> known) {
        return known.isEmpty() ? "none" : String.join(", ", known.keySet());
    }

    /** Notes down what one plugin announces. */
    private final class Announcement implements Registry {
        private final PluginOrigin origin;
        private final List<Offer> made = new ArrayList<>();

        Announcement(PluginOrigin origin) {
            this.origin = origin;
        }

        private void note(
                Kind<?> kind, String name, Record defaults, Map<String, ? extends Record> presets, Class<?> type) {
            if (name.isBlank()) {
                throw new PluginException(origin.jar() + " offers a " + kind + " (" + type.getName()
                        + ") without a name. Give it one in register().");
            }
            Offer offer = new Offer(kind, name, defaults, Map.copyOf(presets), type, origin);
            Optional.ofNullable(named(kind).putIfAbsent(name, offer)).ifPresent(other -> {
                throw new PluginException("Two plugins offer a " + kind + " named '" + name + "': "
                        + Stream.of(other, offer)
                                .map(one -> one.type().getName() + " in "
                                        + one.origin().location())
                                .collect(Collectors.joining(" and "))
                        + ". Remove one of the jars from plugins/.");
            });
            made.add(offer);
        }

        @Override
        public <T, C extends Record> void offer(
                Kind<T> kind, String name, C defaults, Class<? extends T> type, Map<String, C> presets) {
            note(kind, name, defaults, presets, type);
        }

        @Override
        public void shared(Class<?> type) {}

        @Override
        public void recipe(String name, String yaml) {}
    }
}
