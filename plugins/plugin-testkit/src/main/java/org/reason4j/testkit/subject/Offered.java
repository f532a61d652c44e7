package org.reason4j.testkit.subject;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.plugin.Registry;

/**
 * A component that a plugin offers, and how it is built: its constructor is given settings, services, and the classes that
 * the components of its plugin share.
 *
 * @param <T> its extension point
 * @param kind its kind
 * @param name its name in recipes
 * @param defaults its settings
 * @param presets further settings by name
 * @param type its class
 * @param shared classes that the components of its plugin share
 */
public record Offered<T>(
        Kind<T> kind,
        String name,
        Record defaults,
        Map<String, ? extends Record> presets,
        Class<? extends T> type,
        List<Class<?>> shared) {

    public Offered {
        presets = Map.copyOf(presets);
        shared = List.copyOf(shared);
    }

    /** Everything that a plugin offers, in the order in which it announces it. */
    public static List<Offered<?>> by(Plugin plugin) {
        Collected collected = new Collected();
        plugin.register(collected);
        return collected.offers.stream()
                .<Offered<?>>map(one -> one.in(collected.shared))
                .toList();
    }

    private Offered<T> in(List<Class<?>> together) {
        return new Offered<>(kind, name, defaults, presets, type, together);
    }

    /** Default settings under an empty name, then presets by their names. */
    public Map<String, Record> settings() {
        Map<String, Record> all = new LinkedHashMap<>();
        all.put("", defaults);
        presets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> all.put(one.getKey(), one.getValue()));
        return all;
    }

    /** Returns it as a subject with these settings. */
    public Subject<T> subject(Record settings, Services services, Materials materials) {
        return Subject.of("the " + kind + " '" + name + "'", () -> build(settings, services), materials);
    }

    /**
     * Builds it, with new instances of the classes that its plugin shares.
     *
     * @throws PluginException if its constructor asks for something that is not offered
     */
    public T build(Record settings, Services services) throws Exception {
        Map<Class<?>, Object> offered = new HashMap<>(services.all());
        offered.put(settings.getClass(), settings);
        return type.cast(construct(type, offered));
    }

    private Object construct(Class<?> made, Map<Class<?>, Object> offered) throws Exception {
        Constructor<?> constructor = constructor(made);
        constructor.setAccessible(true);
        List<Object> arguments = new ArrayList<>();
        for (Class<?> parameter : constructor.getParameterTypes()) {
            arguments.add(argument(made, parameter, offered));
        }
        try {
            return constructor.newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Object argument(Class<?> made, Class<?> parameter, Map<Class<?>, Object> offered) throws Exception {
        @Nullable Object known = offered.get(parameter);
        if (known == null && shared.contains(parameter)) {
            known = construct(parameter, offered);
            offered.put(parameter, known);
        }
        return Optional.ofNullable(known)
                .orElseThrow(() -> new PluginException(made.getName() + " asks its constructor for "
                        + parameter.getName() + ", which is not offered"));
    }

    private static Constructor<?> constructor(Class<?> made) {
        List<Constructor<?>> all = List.of(made.getDeclaredConstructors());
        List<Constructor<?>> marked = all.stream()
                .filter(one -> one.isAnnotationPresent(Inject.class))
                .toList();
        List<Constructor<?>> candidates = marked.isEmpty() ? all : marked;
        if (candidates.size() != 1) {
            throw new PluginException(made.getName() + " has " + all.size() + " constructors, " + marked.size()
                    + " of them marked with @Inject. Mark exactly one with jakarta.inject.Inject.");
        }
        return candidates.get(0);
    }

    @Override
    public String toString() {
        return kind + " '" + name + "'";
    }

    /** Keeps what a plugin announces. */
    private static final class Collected implements Registry {

        private final List<Offered<?>> offers = new ArrayList<>();
        private final List<Class<?>> shared = new ArrayList<>();

        @Override
        public <T, C extends Record> void offer(
                Kind<T> kind, String name, C defaults, Class<? extends T> type, Map<String, C> presets) {
            offers.add(new Offered<>(kind, name, defaults, presets, type, List.of()));
        }

        @Override
        public void shared(Class<?> type) {
            shared.add(type);
        }

        @Override
        public void recipe(String name, String yaml) {
            // a part of a recipe is no component
        }
    }
}
