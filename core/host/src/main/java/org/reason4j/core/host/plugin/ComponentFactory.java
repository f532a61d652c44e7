package org.reason4j.core.host.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.InjectionPoint;
import com.google.inject.util.Providers;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.host.config.Recipe;

/**
 * Builds components as a recipe describes them.
 *
 * <p>An implementation's constructor is given its settings record and the services that core offers, and nothing else.
 * Every component gets an injector of its own, so one class can be used twice with different settings.
 */
public final class ComponentFactory {

    private final PluginRegistry registry;
    private final SettingsBinding binding;
    private final Map<Class<?>, Object> services;

    /**
     * Makes a factory.
     *
     * @param services what constructors may ask for besides their settings, by the type they ask for
     */
    public ComponentFactory(PluginRegistry registry, SettingsBinding binding, Map<Class<?>, Object> services) {
        this.registry = registry;
        this.binding = binding;
        this.services = Map.copyOf(services);
        services.forEach((type, service) -> {
            if (!type.isInstance(service)) {
                throw new IllegalArgumentException(service + " is offered as a " + type.getName() + " but is none");
            }
        });
    }

    /** Builds the component of that name; {@code where} is its place in the recipe, such as {@code optimizer}. */
    public <T> T create(Kind<T> kind, Recipe.Component component, String where) {
        return create(kind, component.name(), component.preset(), component.config(), where);
    }

    /**
     * Builds the component of that name.
     *
     * @throws ConfigException if name, preset or settings don't exist or don't fit
     * @throws PluginException if the implementation can't be constructed
     */
    public <T> T create(Kind<T> kind, String name, Optional<String> preset, Map<String, Object> config, String where) {
        Record settings = settings(kind, name, preset, config, where);
        Offer offer = registry.find(kind, name, where);
        return construct(offer, offer.type().asSubclass(kind.contract()), settings);
    }

    /** Returns the settings that a component would be built with, without building it. */
    public Record settings(
            Kind<?> kind, String name, Optional<String> preset, Map<String, Object> config, String where) {
        Offer offer = registry.find(kind, name, where);
        Optional<Record> start = preset.map(chosen -> registry.preset(offer, chosen, where));
        return binding.bind(offer.defaults(), start, config, where);
    }

    private <T> T construct(Offer offer, Class<T> type, Record settings) {
        Map<Class<?>, Object> offered = new LinkedHashMap<>(services);
        offered.put(settings.getClass(), settings);
        try {
            Constructor<T> constructor = constructor(offer, type);
            requireOffered(offer, constructor, offered);
            return Guice.createInjector(Stage.PRODUCTION, new OneComponent<>(type, constructor, offered))
                    .getInstance(type);
        } catch (ProvisionException e) {
            if (e.getCause() instanceof ConfigException || e.getCause() instanceof PluginException) {
                throw (RuntimeException) e.getCause();
            }
            if (e.getCause() instanceof LinkageError) {
                throw LoadFailure.of(offer.origin().jar(), type.getName(), e.getCause());
            }
            throw new PluginException(
                    describe(offer) + " can't be constructed: " + (e.getCause() == null ? e.getMessage() : e.getCause())
                            + ". Its author can mend that.",
                    e);
        } catch (CreationException | ConfigurationException e) {
            throw new PluginException(describe(offer) + " can't be injected: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw LoadFailure.of(offer.origin().jar(), type.getName(), e);
        }
    }

    /** Returns the constructor marked with {@code @Inject}, or the only one. */
    @SuppressWarnings("unchecked") // the constructors of a Class<T> make a T
    private static <T> Constructor<T> constructor(Offer offer, Class<T> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw new PluginException(describe(offer) + " is abstract. Register a class that can be constructed.");
        }
        List<Constructor<?>> all = List.of(type.getDeclaredConstructors());
        List<Constructor<?>> marked = all.stream()
                .filter(constructor -> constructor.isAnnotationPresent(Inject.class))
                .toList();
        List<Constructor<?>> candidates = marked.isEmpty() ? all : marked;
        if (candidates.size() != 1) {
            throw new PluginException(describe(offer) + " has " + all.size() + " constructors, " + marked.size()
                    + " of them marked with @Inject. Mark exactly one with jakarta.inject.Inject.");
        }
        return (Constructor<T>) candidates.get(0);
    }

    private static void requireOffered(Offer offer, Constructor<?> constructor, Map<Class<?>, Object> offered) {
        List<Key<?>> missing = InjectionPoint.forConstructor(constructor).getDependencies().stream()
                .<Key<?>>map(Dependency::getKey)
                .filter(key -> offered.keySet().stream()
                        .noneMatch(type -> Key.get(type).equals(key)))
                .toList();
        if (!missing.isEmpty()) {
            throw new PluginException(describe(offer) + " asks its constructor for "
                    + names(missing.stream().map(key -> key.getTypeLiteral().toString() + qualifier(key)))
                    + ", which nobody offers. Offered: "
                    + names(offered.keySet().stream().map(Class::getName).sorted())
                    + ". Settings are asked for by the class of the record given at registration.");
        }
    }

    private static String qualifier(Key<?> key) {
        return key.getAnnotationType() == null
                ? ""
                : " with @" + key.getAnnotationType().getSimpleName();
    }

    private static String names(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }

    private static String describe(Offer offer) {
        return offer.kind() + " '" + offer.name() + "' (" + offer.type().getName() + " in "
                + offer.origin().jar() + ")";
    }

    /** Binds one implementation and what its constructor may ask for. */
    private static final class OneComponent<T> extends AbstractModule {
        private final Class<T> type;
        private final Constructor<T> constructor;
        private final Map<Class<?>, Object> offered;

        OneComponent(Class<T> type, Constructor<T> constructor, Map<Class<?>, Object> offered) {
            this.type = type;
            this.constructor = constructor;
            this.offered = offered;
        }

        @Override
        protected void configure() {
            binder().requireExplicitBindings();
            offered.forEach(this::offer);
            bind(type).toConstructor(constructor);
        }

        private <S> void offer(Class<S> service, Object instance) {
            bind(service).toProvider(Providers.of(service.cast(instance)));
        }
    }
}
