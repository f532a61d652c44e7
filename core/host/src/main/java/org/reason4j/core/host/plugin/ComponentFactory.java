package org.reason4j.core.host.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import com.google.inject.util.Providers;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.core.engine.deadline.ContextLoader;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.host.config.Recipe;

/**
 * Builds the components of a run as a recipe describes them, and closes them at its end.
 *
 * <p>A constructor is given its settings record, the services that core offers, and the classes that the components of its
 * plugin share. Each component is built in a child of its plugin's injector, so one class can be used twice with different
 * settings. Components leave the factory behind a {@link Guard}.
 *
 * <p>A factory belongs to one run and to the thread that builds it: shared classes have one instance per factory.
 */
public final class ComponentFactory implements AutoCloseable {

    private final PluginRegistry registry;
    private final SettingsBinding binding;
    private final Map<Class<?>, Object> services;
    private final PluginInjectors injectors;
    private final List<Object> built; // guarded, in order

    /**
     * Makes the factory of a run.
     *
     * @param services objects that constructors may ask for, by the type they ask for
     */
    public ComponentFactory(PluginRegistry registry, SettingsBinding binding, Map<Class<?>, Object> services) {
        this(registry, binding, services, new PluginInjectors(registry, Map.copyOf(services)), new ArrayList<>());
    }

    private ComponentFactory(
            PluginRegistry registry,
            SettingsBinding binding,
            Map<Class<?>, Object> services,
            PluginInjectors injectors,
            List<Object> built) {
        this.registry = registry;
        this.binding = binding;
        this.services = Map.copyOf(services);
        this.injectors = injectors;
        this.built = built;
        services.forEach((type, service) -> {
            if (!type.isInstance(service)) {
                throw new IllegalArgumentException(service + " is offered as a " + type.getName() + " but is none");
            }
        });
    }

    /**
     * Returns a factory of the same run that offers other services to the components it builds. Shared classes stay those of
     * the run and are given the services of its first factory.
     */
    public ComponentFactory offering(Map<Class<?>, Object> others) {
        return new ComponentFactory(registry, binding, others, injectors, built);
    }

    /** Returns a factory of the same run that offers further services beside those of this one. */
    public ComponentFactory offeringAlso(Map<Class<?>, Object> further) {
        Map<Class<?>, Object> all = new LinkedHashMap<>(services);
        all.putAll(further);
        return offering(all);
    }

    /** Builds the component of that name; {@code where} is its place in the recipe, such as {@code optimizer}. */
    public <T> T create(Kind<T> kind, Recipe.Component component, String where) {
        return create(kind, component.name(), component.preset(), component.config(), where);
    }

    /**
     * Builds the component of that name. One that the program made itself is taken as it is, and not closed here.
     *
     * @throws ConfigException if name, preset or settings don't exist or don't fit
     * @throws PluginException if the implementation can't be constructed
     */
    public <T> T create(Kind<T> kind, String name, Optional<String> preset, Map<String, Object> config, String where) {
        Record settings = settings(kind, name, preset, config, where);
        Offer offer = registry.find(kind, name, where);
        Optional<T> given = registry.given(kind, offer);
        if (given.isPresent()) {
            return Guard.around(kind.contract(), given.get(), ComponentLabel.of(offer));
        }
        Object component = construct(offer, offer.type(), settings);
        T guarded = Guard.around(kind.contract(), component, ComponentLabel.of(offer));
        synchronized (built) {
            built.add(guarded);
        }
        return guarded;
    }

    /** Returns the settings that a component would be built with, without building it. */
    public Record settings(
            Kind<?> kind, String name, Optional<String> preset, Map<String, Object> config, String where) {
        Offer offer = registry.find(kind, name, where);
        Optional<Record> start = preset.map(chosen -> registry.preset(offer, chosen, where));
        @Nullable ClassLoader before = ContextLoader.enter(offer.type());
        try {
            return binding.bind(offer.defaults(), start, config, where);
        } finally {
            ContextLoader.restore(before);
        }
    }

    /** States of the shared instances that exist by now, by {@code PLUGIN/CLASS}. */
    public Map<String, Stateful> shared() {
        Map<String, Stateful> stateful = new LinkedHashMap<>();
        synchronized (built) {
            injectors
                    .made()
                    .forEach(
                            (name, instance) -> Guard.stateful(instance).ifPresent(state -> stateful.put(name, state)));
        }
        return stateful;
    }

    /**
     * Closes every component that is {@code AutoCloseable}, the last one first, then the shared instances.
     *
     * @throws RuntimeException the first failure, after everything was closed; later ones are suppressed in it
     */
    @Override
    public void close() {
        List<Object> open = new ArrayList<>();
        synchronized (built) {
            open.addAll(injectors.made().values());
            open.addAll(built);
        }
        List<Throwable> failures = new ArrayList<>();
        for (int i = open.size() - 1; i >= 0; i--) {
            Guard.closeable(open.get(i)).ifPresent(closeable -> close(closeable, failures));
        }
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first instanceof RuntimeException failure ? failure : new IllegalStateException(first);
        }
    }

    private static void close(AutoCloseable closeable, List<Throwable> failures) {
        try {
            closeable.close();
        } catch (Exception e) { // thrown when all are closed
            failures.add(e);
        }
    }

    private <T> T construct(Offer offer, Class<T> type, Record settings) {
        Map<Class<?>, Object> offered = new LinkedHashMap<>(services);
        offered.put(settings.getClass(), settings);
        List<Class<?>> parameters = new ArrayList<>(offered.keySet());
        parameters.addAll(registry.shared(offer.origin().id()));
        ComponentLabel label = ComponentLabel.of(offer);
        @Nullable ClassLoader before = ContextLoader.enter(type);
        try {
            Constructor<T> constructor = Constructors.find(type, label, parameters, registry);
            synchronized (built) {
                return injectors
                        .of(offer)
                        .createChildInjector(new OneComponent<>(type, constructor, offered))
                        .getInstance(type);
            }
        } catch (ProvisionException e) {
            throw failure(label, e, e.getCause());
        } catch (CreationException | ConfigurationException e) {
            if (e.getCause() instanceof PluginException refused) {
                throw refused;
            }
            throw new PluginException(label + " can't be injected: " + e.getMessage(), e);
        } catch (ConfigException | PluginException e) {
            throw e;
        } catch (RuntimeException e) { // of the constructor's exception, while the injector described it
            throw new PluginException(
                    label + " can't be constructed: " + Faults.describe(e) + ". Its author can fix that.",
                    Faults.presentable(e));
        } catch (LinkageError e) {
            throw LoadFailure.of(offer.origin().jar(), type.getName(), e);
        } finally {
            ContextLoader.restore(before);
        }
    }

    private static RuntimeException failure(ComponentLabel label, ProvisionException e, @Nullable Throwable cause) {
        if (cause instanceof ConfigException || cause instanceof PluginException) {
            return (RuntimeException) cause;
        }
        if (cause instanceof LinkageError) {
            return LoadFailure.of(label.origin().jar(), label.type().getName(), cause);
        }
        return new PluginException(
                label + " can't be constructed: " + (cause == null ? e.getMessage() : Faults.describe(cause))
                        + ". Its author can fix that.",
                Faults.presentable(e));
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
