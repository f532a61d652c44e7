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
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.ContextLoader;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.host.config.InstalledComponents;
import org.reason4j.core.host.config.RecipeFragment;
import org.reason4j.core.host.config.tree.NearMiss;
import org.reason4j.core.host.plugin.jar.PassedOver;
import org.reason4j.core.host.plugin.jar.PluginClassLoader;
import org.reason4j.core.host.plugin.jar.PluginUnit;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;

/**
 * Offers of all plugins, by kind and name, and the plugins that could not be loaded.
 *
 * <p>Each plugin announces itself to a {@link org.reason4j.api.plugin.Registry} of its own, so that every component remembers where
 * it came from. A component is found by its full name, {@code PLUGIN/NAME}, or by the bare name while one plugin alone has it.
 * Closing releases the plugins' jars; classes that were not loaded by then can't be loaded any more.
 */
public final class PluginRegistry implements InstalledComponents, AutoCloseable {

    private final Map<Kind<?>, Catalogue<Offer>> offers = new LinkedHashMap<>();
    private final Catalogue<RecipeFragment> recipes = new Catalogue<>("recipe");
    private final Map<String, List<Class<?>>> shared = new HashMap<>(); // by the plugin's id
    private final List<InstalledPlugin> plugins = new ArrayList<>();
    private final List<Plugin> instances = new ArrayList<>(); // of those, in their order
    private final List<GivenComponents> given = new ArrayList<>();
    private final List<RefusedPlugin> refused = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();
    private final Closeable classes;
    private LoadTimes times = LoadTimes.NONE;

    PluginRegistry(Closeable classes) {
        this.classes = classes;
        Kind.all().forEach(kind -> offers.put(kind, new Catalogue<>(kind.toString())));
    }

    /**
     * Returns a registry of plugins that are loaded already.
     *
     * @throws PluginException if one of them can't be registered, with every problem of its announcement
     */
    public static PluginRegistry of(Plugin... plugins) {
        PluginRegistry registry = new PluginRegistry(() -> {});
        for (Plugin plugin : plugins) {
            registry.addInstance(plugin);
        }
        return registry;
    }

    /** Adds a plugin that the program passes in. Its id is made from its class, with a number if another one has it. */
    void addInstance(Plugin plugin) {
        PluginOrigin origin =
                plugin instanceof GivenComponents ? GivenComponents.ORIGIN : PluginOrigin.ofClass(plugin.getClass());
        PluginOrigin own = origin;
        for (int i = 2; installed(own.id()).isPresent(); i++) {
            own = origin.withId(origin.id() + "-" + i);
        }
        try {
            add(plugin, own, Optional.empty());
        } catch (Refusal e) {
            List<String> reasons = e.reasons();
            PluginException refusal = new PluginException(
                    "Plugin " + plugin.getClass().getName() + " (" + own.jar() + ", version " + own.version() + ") "
                            + (reasons.size() == 1
                                    ? "can't be registered: " + reasons.get(0)
                                    : "has " + reasons.size() + " problems:\n  - " + String.join("\n  - ", reasons)));
            refusal.initCause(e.getCause());
            throw refusal;
        }
    }

    /**
     * Lets a plugin announce its components.
     *
     * @throws Refusal with every problem of the announcement; the registry is then as it was
     */
    void add(Plugin plugin, PluginOrigin origin, Optional<PluginUnit> unit) throws Refusal {
        String type = plugin.getClass().getName();
        Announcement announcement = new Announcement(origin);
        List<String> problems = announcement.problems();
        @Nullable Throwable failure = register(plugin, announcement);
        if (failure != null) {
            problems.add(reason(type, failure));
        }
        checkDuplicates(announcement, origin);
        if (!problems.isEmpty()) {
            throw new Refusal(problems, failure);
        }
        announcement.offers().forEach(offer -> catalogue(offer.kind()).add(origin.id(), offer.name(), offer));
        announcement
                .recipes()
                .forEach((name, yaml) -> recipes.add(origin.id(), name, new RecipeFragment(name, yaml, origin.jar())));
        shared.put(origin.id(), List.copyOf(announcement.shared()));
        plugins.add(new InstalledPlugin(
                type,
                origin,
                components(announcement),
                List.copyOf(announcement.recipes().keySet()),
                unit));
        instances.add(plugin);
        if (plugin instanceof GivenComponents components) {
            given.add(components);
        }
    }

    /** Notes what can't be loaded. */
    void refuse(RefusedPlugin plugin) {
        refused.add(plugin);
    }

    /** Notes how long loading took. */
    void took(LoadTimes loading) {
        times = loading;
    }

    /** Where the time of loading went. */
    public LoadTimes times() {
        return times;
    }

    /** Notes what was not looked into. */
    void passOver(PassedOver file) {
        passedOver.add(file);
    }

    /** Returns the exception or error that ended the registration, or null. */
    private static @Nullable Throwable register(Plugin plugin, Announcement announcement) {
        @Nullable ClassLoader before = ContextLoader.enter(plugin.getClass());
        try {
            plugin.register(announcement);
            return null;
        } catch (RuntimeException | Error e) { // told with the other problems of the plugin
            if (Guard.isOfTheMachine(e)) {
                throw e;
            }
            return Faults.presentable(e);
        } finally {
            ContextLoader.restore(before);
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

    private void checkDuplicates(Announcement announcement, PluginOrigin origin) {
        installed(origin.id())
                .ifPresent(other -> announcement
                        .problems()
                        .add("The plugin " + origin.id() + " is installed twice: version "
                                + other.origin().version() + " in "
                                + other.origin().location() + " and version " + origin.version() + " in "
                                + origin.location() + ". Keep one."));
        Map<String, Offer> seen = new HashMap<>();
        for (Offer offer : announcement.offers()) {
            @Nullable Offer twin = seen.putIfAbsent(offer.kind() + " " + offer.name(), offer);
            if (twin != null) {
                announcement
                        .problems()
                        .add("It offers two components of the kind " + offer.kind() + " named '" + offer.name() + "': "
                                + twin.type().getName() + " and "
                                + offer.type().getName() + ". Give each a name of its own.");
            }
        }
        for (Class<?> type : announcement.shared()) {
            owner(type)
                    .ifPresent(other -> announcement
                            .problems()
                            .add("The class " + type.getName() + " is shared by the plugin " + other.type()
                                    + " already."));
        }
    }

    private Optional<InstalledPlugin> installed(String id) {
        return plugins.stream().filter(one -> one.origin().id().equals(id)).findFirst();
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

    private Catalogue<Offer> catalogue(Kind<?> kind) {
        return Objects.requireNonNull(offers.get(kind), () -> "kind " + kind);
    }

    /** Classes that the components of a plugin share. */
    List<Class<?>> shared(String plugin) {
        return shared.getOrDefault(plugin, List.of());
    }

    /** Classes that the components of a component's plugin share. */
    public List<Class<?>> shared(Offer offer) {
        return shared(offer.origin().id());
    }

    /**
     * What the constructor of a component asks for: settings, services, shared classes.
     *
     * @throws PluginException if it is not clear which constructor is meant
     */
    public List<Class<?>> asksFor(Offer offer) {
        return List.of(Constructors.only(offer.type(), ComponentLabel.of(offer)).getParameterTypes());
    }

    /** The plugin whose components share a class, if any. */
    Optional<InstalledPlugin> owner(Class<?> type) {
        return plugins.stream()
                .filter(plugin -> shared(plugin.origin().id()).contains(type))
                .findFirst();
    }

    /**
     * Returns the component of that kind and name.
     *
     * @param name its bare name, or {@code PLUGIN/NAME}
     * @param where the component's place in the recipe, such as {@code optimizer} or {@code rewards[0]}
     * @throws ConfigException if there is none, or several plugins have the bare name; the message suggests a near miss, lists what
     *     is installed, and says why plugins that might offer it were not loaded
     */
    public Offer find(Kind<?> kind, String name, String where) {
        return catalogue(kind)
                .find(name, where + ".name")
                .orElseThrow(() -> new ConfigException(unknown(
                        kind, name, "Set " + where + ".name in the recipe or add the plugin's jar to plugins/.")));
    }

    /** The component that a program made itself, where an offer is one. */
    <T> Optional<T> given(Kind<T> kind, Offer offer) {
        return offer.origin().equals(GivenComponents.ORIGIN)
                ? given.stream()
                        .flatMap(made -> made.find(kind, offer.name()).stream())
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Message about a name that no component of that kind has: a near miss, the installed names, and the plugins that were not
     * loaded.
     *
     * @param cure sentence about what to do
     */
    public String unknown(Kind<?> kind, String name, String cure) {
        return catalogue(kind).unknown(name) + " " + cure + notLoaded(name);
    }

    /** Says which plugins were not loaded that may have what is missing; nothing if there are none. */
    private String notLoaded(String name) {
        Optional<String> plugin = Catalogue.plugin(name);
        List<RefusedPlugin> meant = refused.stream()
                .filter(one -> plugin.isEmpty()
                        || one.id().map(plugin.get()::equals).orElse(one.name().startsWith(plugin.get())))
                .toList();
        if (meant.isEmpty()) {
            return "";
        }
        StringBuilder message = new StringBuilder(
                plugin.isPresent()
                        ? "\nThe plugin '" + plugin.get() + "' was found but not loaded:"
                        : "\nPerhaps a plugin offers it that was found but not loaded:");
        meant.forEach(one -> message.append("\n- ").append(one.message()));
        return message.toString();
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
                    + offer.origin().jar() + ")."
                    + NearMiss.of(name, presets.keySet())
                            .map(near -> " Did you mean '" + near + "'?")
                            .orElse("")
                    + " Available: " + (presets.isEmpty() ? "none" : String.join(", ", presets.keySet()))
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
        return recipes.find(name, "extends")
                .orElseThrow(() -> new ConfigException(recipes.unknown(name)
                        + " Set extends in the recipe or add the plugin's jar to plugins/." + notLoaded(name)));
    }

    /** All components of a kind, by name and plugin. */
    public List<Offer> offers(Kind<?> kind) {
        return offers.containsKey(kind) ? catalogue(kind).all() : List.of();
    }

    /** All plugins, in the order they were loaded. */
    public List<InstalledPlugin> plugins() {
        return List.copyOf(plugins);
    }

    /** Plugins that are of a further type of the API, because they offer more than components. */
    public <T> List<T> instancesOf(Class<T> type) {
        return instances.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What was found in plugin directories and could not be loaded, with all reasons. */
    public List<RefusedPlugin> refused() {
        return List.copyOf(refused);
    }

    /** What was found in plugin directories and does not look like a plugin. */
    public List<PassedOver> passedOver() {
        return List.copyOf(passedOver);
    }

    /** Name of the jar whose code made a call; empty if it is not code of a plugin. */
    public Optional<String> jarOf(StackTraceElement call) {
        return Optional.ofNullable(call.getClassLoaderName())
                .filter(loader -> loader.startsWith(PluginClassLoader.PREFIX))
                .flatMap(loader -> installed(loader.substring(PluginClassLoader.PREFIX.length())))
                .map(plugin -> plugin.origin().jar());
    }

    @Override
    public void close() {
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The plugins' jars can't be closed", e);
        }
    }
}
