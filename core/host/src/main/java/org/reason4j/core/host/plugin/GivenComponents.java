package org.reason4j.core.host.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/**
 * Components that a program made itself, lambdas among them. A recipe names them like those of plugins; they have no settings,
 * are never constructed, and their program closes them.
 */
public final class GivenComponents implements Plugin {

    /** Where they come from. */
    static final PluginOrigin ORIGIN = new PluginOrigin(
            "this-program", "this program", "unknown", "this program", "this program", Optional.empty());

    private final List<Given<?>> all = new ArrayList<>();

    /** Settings of a component that was made already. */
    public record NoSettings() {}

    private record Given<T>(Kind<T> kind, String name, T component) {

        void announce(Registry registry) {
            @SuppressWarnings("unchecked") // a component of the kind T has a class that extends T
            Class<? extends T> type = (Class<? extends T>) component.getClass();
            registry.offer(kind, name, new NoSettings(), type, Map.of());
        }
    }

    /** Offers a component under a name. */
    public <T> void add(Kind<T> kind, String name, T component) {
        all.add(new Given<>(kind, name, component));
    }

    /** Offers a component under a name, in the place of an earlier one of that name. */
    public <T> void put(Kind<T> kind, String name, T component) {
        all.removeIf(earlier -> earlier.kind().equals(kind) && earlier.name().equals(name));
        add(kind, name, component);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public void register(Registry registry) {
        all.forEach(given -> given.announce(registry));
    }

    <T> Optional<T> find(Kind<T> kind, String name) {
        return all.stream()
                .filter(given -> given.kind().equals(kind) && given.name().equals(name))
                .map(given -> kind.contract().cast(given.component()))
                .findFirst();
    }
}
