package org.reason4j.core.host.plugin;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.PrivateModule;
import com.google.inject.Scopes;
import com.google.inject.Stage;
import com.google.inject.matcher.Matchers;
import com.google.inject.spi.ProvisionListener;
import com.google.inject.util.Providers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One injector per plugin and run, which makes the classes that the plugin's components share: once, when the first
 * component asks for one.
 *
 * <p>Services are bound beside the shared classes and are not visible outside, because each component brings its own.
 */
final class PluginInjectors {

    private final PluginRegistry registry;
    private final Map<Class<?>, Object> services;
    private final Map<String, Injector> injectors = new HashMap<>();
    private final Map<String, Object> made = new LinkedHashMap<>(); // guarded, in the order in which they were made

    PluginInjectors(PluginRegistry registry, Map<Class<?>, Object> services) {
        this.registry = registry;
        this.services = services;
    }

    /** Returns the injector of the plugin that made an offer. */
    Injector of(Offer offer) {
        return injectors.computeIfAbsent(
                offer.origin().id(), id -> Guice.createInjector(Stage.DEVELOPMENT, new Shared(id, offer.origin())));
    }

    /** Shared instances that exist by now, guarded, by {@code PLUGIN/CLASS}, in the order in which they were made. */
    Map<String, Object> made() {
        return made;
    }

    /** Binds the shared classes of one plugin. */
    private final class Shared extends PrivateModule {
        private final String plugin;
        private final PluginOrigin origin;

        Shared(String plugin, PluginOrigin origin) {
            this.plugin = plugin;
            this.origin = origin;
        }

        @Override
        protected void configure() {
            binder().requireExplicitBindings();
            services.forEach(this::offer);
            List<Class<?>> types = registry.shared(plugin);
            List<Class<?>> offered = new ArrayList<>(services.keySet());
            offered.addAll(types);
            types.forEach(type -> share(type, offered));
            bindListener(Matchers.any(), new ProvisionListener() {
                @Override
                public <T> void onProvision(ProvisionInvocation<T> provision) {
                    Class<?> type =
                            provision.getBinding().getKey().getTypeLiteral().getRawType();
                    Object instance = provision.provision();
                    if (types.contains(type)) {
                        made.put(plugin + "/" + type.getName(), guarded(type, instance));
                    }
                }
            });
        }

        private Object guarded(Class<?> type, Object instance) {
            return Guard.around(AutoCloseable.class, instance, ComponentLabel.ofShared(type, origin));
        }

        private <S> void offer(Class<S> service, Object instance) {
            bind(service).toProvider(Providers.of(service.cast(instance)));
        }

        private <S> void share(Class<S> type, List<Class<?>> offered) {
            ComponentLabel label = ComponentLabel.ofShared(type, origin);
            bind(type)
                    .toConstructor(Constructors.find(type, label, offered, registry))
                    .in(Scopes.SINGLETON);
            expose(type);
        }
    }
}
