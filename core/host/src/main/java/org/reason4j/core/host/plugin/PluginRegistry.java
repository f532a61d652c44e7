package org.reason4j.core.host.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.host.config.InstalledComponents;
import org.reason4j.core.host.config.RecipeFragment;
import org.reason4j.core.host.config.tree.NearMiss;

/**
 * Offers of all plugins, by kind and name.
 *
 * <p>Each plugin announces itself to a {@link org.reason4j.api.plugin.Registry} of its own, so that every component remembers where it came
 * from. Closing releases the plugins' jars; classes that were not loaded by then can't be loaded any more.
 */
public final class PluginRegistry implements InstalledComponents, AutoCloseable {

    private final Map<Kind<?>, Map<String, Offer>> offers = new LinkedHashMap<>();
    private final Map<String, RecipeFragment> recipes = new TreeMap<>();
    private final Map<String, List<Class<?>>> shared = new HashMap<>(); // by the plugin's class
    private final List<InstalledPlugin> plugins = new ArrayList<>();
    private final List<GivenComponents> given = new ArrayList<>();
    private final Closeable classes;

    PluginRegistry(Closeable classes) {
        this.classes = classes;
        Kind.all().forEach(kind -> offers.put(kind, new TreeMap<>()));
    }

    /** Returns a registry of plugins that are loaded already. */
    public static PluginRegistry of(Plugin... plugins) {
        PluginRegistry registry = new PluginRegistry(() -> {});
        for (Plugin plugin : plugins) {
            registry.add(plugin, PluginOrigin.ofClass(plugin.getClass()));
        }
        return registry;
    }

    /**
     * Lets a plugin announce its components.
     *
     * @throws PluginException with every problem of the announcement; the registry is then as it was
     */
    void add(Plugin plugin, PluginOrigin place) {
        PluginOrigin origin = plugin instanceof GivenComponents ? GivenComponents.ORIGIN : place;
        String type = plugin.getClass().getName();
        Announcement announcement = new Announcement(type, origin);
        List<String> problems = announcement.problems();
        @Nullable Throwable failure = register(plugin, announcement);
        if (failure != null) {
            problems.add(reason(type, failure));
        }
        checkDuplicates(announcement);
        if (!problems.isEmpty()) {
            PluginException refusal =
                    new PluginException("Plugin " + type + " (" + origin.jar() + ", version " + origin.version() + ") "
                            + (problems.size() == 1
                                    ? "can't be registered: " + problems.get(0)
                                    : "has " + problems.size() + " problems:\n  - " + String.join("\n  - ", problems)));
            if (failure != null) {
                refusal.initCause(failure);
            }
            throw refusal;
        }
        announcement.offers().forEach(offer -> offers(offer).put(offer.name(), offer));
        announcement.recipes().forEach((name, yaml) -> recipes.put(name, new RecipeFragment(name, yaml, origin.jar())));
        shared.put(type, List.copyOf(announcement.shared()));
        plugins.add(new InstalledPlugin(
                type,
                origin,
                components(announcement),
                List.copyOf(announcement.recipes().keySet())));
        if (plugin instanceof GivenComponents components) {
            given.add(components);
        }
    }

    /** Returns the exception or error that ended the registration, or null. */
    private static @Nullable Throwable register(Plugin plugin, Announcement announcement) {
        try {
            plugin.register(announcement);
            return null;
        } catch (RuntimeException | Error e) { // told with the other problems of the plugin
            if (Guard.isOfTheMachine(e)) {
                throw e;
            }
            return Faults.presentable(e);
        }
    }

    private static String reason(String type, Throwable failure) {
        if (failure instanceof PluginException) {
            return String.valueOf(failure.getMessage());
        }
        return failure instanceof LinkageError
                ? LoadFailure.reason(type, failure)
                : "it failed to register: " + failure + ". Registering may only call the registry it is given.";
    }

    private void checkDuplicates(Announcement announcement) {
        List<Offer> seen = new ArrayList<>();
        for (Offer offer : announcement.offers()) {
            Optional<Offer> twin = seen.stream()
                    .filter(other ->
                            other.kind().equals(offer.kind()) && other.name().equals(offer.name()))
                    .findFirst();
            if (twin.isPresent()) {
                announcement
                        .problems()
                        .add("It offers two components of the kind " + offer.kind() + " named '" + offer.name() + "': "
                                + twin.get().type().getName() + " and "
                                + offer.type().getName() + ".");
            }
            seen.add(offer);
            Optional.ofNullable(offers(offer).get(offer.name()))
                    .ifPresent(other -> announcement
                            .problems()
                            .add("Two plugins offer a " + offer.kind() + " named '" + offer.name() + "': "
                                    + Stream.of(other, offer)
                                            .map(one -> one.type().getName() + " in "
                                                    + one.origin().location())
                                            .collect(Collectors.joining(" and "))
                                    + ". Remove one of the jars from plugins/."));
        }
        for (String name : announcement.recipes().keySet()) {
            Optional.ofNullable(recipes.get(name))
                    .ifPresent(other -> announcement
                            .problems()
                            .add("Two plugins offer a recipe named '" + name + "', the other one in " + other.jar()
                                    + ". Remove one of the jars from plugins/."));
        }
        for (Class<?> type : announcement.shared()) {
            owner(type)
                    .ifPresent(other -> announcement
                            .problems()
                            .add("The class " + type.getName() + " is shared by the plugin " + other.type()
                                    + " already."));
        }
    }

    private static Map<Kind<?>, List<String>> components(Announcement announcement) {
        Map<Kind<?>, List<String>> components = new LinkedHashMap<>();
        for (Kind<?> kind : Kind.all()) {
            List<String> names = announcement.offers().stream()
                    .filter(offer -> offer.kind().equals(kind))
                    .map(Offer::name)
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                components.put(kind, names);
            }
        }
        return components;
    }

    private Map<String, Offer> offers(Offer offer) {
        return Objects.requireNonNull(offers.get(offer.kind()));
    }

    /** Classes that the components of a plugin share. */
    List<Class<?>> shared(String plugin) {
        return shared.getOrDefault(plugin, List.of());
    }

    /** The plugin whose components share a class, if any. */
    Optional<InstalledPlugin> owner(Class<?> type) {
        return plugins.stream()
                .filter(plugin -> shared(plugin.type()).contains(type))
                .findFirst();
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

    /** The component that a program made itself under that name, if it did. */
    <T> Optional<T> given(Kind<T> kind, String name) {
        return given.stream().flatMap(made -> made.find(kind, name).stream()).findFirst();
    }

    /** Message about a name that no component of that kind has: a near miss, and the installed names. */
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

    @Override
    public RecipeFragment recipe(String name) {
        RecipeFragment recipe = recipes.get(name);
        if (recipe == null) {
            throw new ConfigException("No recipe named '" + name + "'." + suggestion(name, recipes) + " Installed: "
                    + list(recipes) + ". Set extends in the recipe or add the plugin's jar to plugins/.");
        }
        return recipe;
    }

    /** All components of a kind, by name. */
    public List<Offer> offers(Kind<?> kind) {
        return List.copyOf(named(kind).values());
    }

    /** All plugins, in the order they were loaded. */
    public List<InstalledPlugin> plugins() {
        return List.copyOf(plugins);
    }

    /** Name of the jar that holds a class, as a plugin sees it; empty where no jar does or the registry is closed. */
    public Optional<String> jarOf(String type) {
        return classes instanceof ClassLoader loader
                ? Optional.ofNullable(loader.getResource(type.replace('.', '/') + ".class"))
                        .filter(place -> place.getProtocol().equals("jar"))
                        .map(place -> place.getPath().replaceFirst("!.*", "").replaceFirst(".*/", ""))
                : Optional.empty();
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
}
