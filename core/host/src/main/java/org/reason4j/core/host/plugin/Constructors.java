package org.reason4j.core.host.plugin;

import com.google.inject.Key;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.api.plugin.PluginException;

/** The constructors that core calls in plugins, and their parameters. */
final class Constructors {

    private Constructors() {}

    /**
     * Returns the constructor marked with {@code @Inject}, or the only one.
     *
     * @throws PluginException if there is no such constructor, or it asks for a class that is not offered
     */
    static <T> Constructor<T> find(
            Class<T> type, ComponentLabel label, Collection<Class<?>> offered, PluginRegistry registry) {
        Constructor<T> constructor = only(type, label);
        List<Key<?>> missing = InjectionPoint.forConstructor(constructor).getDependencies().stream()
                .<Key<?>>map(Dependency::getKey)
                .filter(key -> offered.stream().noneMatch(one -> Key.get(one).equals(key)))
                .toList();
        missing.stream()
                .map(key -> registry.owner(key.getTypeLiteral().getRawType()).map(owner -> foreign(label, key, owner)))
                .flatMap(java.util.Optional::stream)
                .findFirst()
                .ifPresent(message -> {
                    throw new PluginException(message);
                });
        if (!missing.isEmpty()) {
            throw new PluginException(label + " asks its constructor for "
                    + names(missing.stream().map(key -> key.getTypeLiteral() + qualifier(key)))
                    + ", which is not offered. Offered: "
                    + names(offered.stream().map(Class::getName).sorted())
                    + ". A constructor asks for settings by the class of the record given at registration.");
        }
        return constructor;
    }

    private static String foreign(ComponentLabel label, Key<?> key, InstalledPlugin owner) {
        return label + " asks its constructor for " + key.getTypeLiteral() + ", which the plugin " + owner.type() + " ("
                + owner.origin().jar() + ") shares among its own components alone. Share a class of the plugin itself.";
    }

    /** Returns the constructor marked with {@code @Inject}, or the only one, whatever it asks for. */
    @SuppressWarnings("unchecked") // the constructors of a Class<T> make a T
    static <T> Constructor<T> only(Class<T> type, ComponentLabel label) {
        List<Constructor<?>> all = List.of(type.getDeclaredConstructors());
        List<Constructor<?>> marked = all.stream()
                .filter(constructor -> constructor.isAnnotationPresent(Inject.class))
                .toList();
        List<Constructor<?>> candidates = marked.isEmpty() ? all : marked;
        if (candidates.size() != 1) {
            throw new PluginException(label + " has " + all.size() + " constructors, " + marked.size()
                    + " of them marked with @Inject. Mark exactly one with jakarta.inject.Inject.");
        }
        return (Constructor<T>) candidates.get(0);
    }

    private static String qualifier(Key<?> key) {
        return key.getAnnotationType() == null
                ? ""
                : " with @" + key.getAnnotationType().getSimpleName();
    }

    private static String names(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }
}
