package org.reason4j.core.host.config.binding;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;

/**
 * Components of a settings record and the source of its defaults, read by reflection.
 *
 * <p>Defaults are a static field {@code DEFAULTS}, or else a static factory {@code of} whose parameters are components
 * without a default. A record with neither has no defaults; its optional components are empty, as are lists and maps.
 */
public final class Shape {

    private final Class<?> type;
    private final Map<String, RecordComponent> components = new LinkedHashMap<>();
    private final @Nullable Method factory;

    private Shape(Class<?> type) {
        this.type = type;
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), component);
        }
        this.factory = Arrays.stream(type.getDeclaredMethods())
                .filter(this::namesComponents)
                .findFirst()
                .orElse(null);
    }

    public static Shape of(Class<?> type) {
        return new Shape(type);
    }

    private boolean namesComponents(Method method) {
        return method.getName().equals("of")
                && Modifier.isStatic(method.getModifiers())
                && method.getReturnType() == type
                && Arrays.stream(method.getParameters()).allMatch(this::isComponent);
    }

    private boolean isComponent(Parameter parameter) {
        RecordComponent component = components.get(parameter.getName());
        return component != null && component.getGenericType().equals(parameter.getParameterizedType());
    }

    public Map<String, RecordComponent> components() {
        return components;
    }

    /** Returns the constant {@code DEFAULTS}, or null. */
    @Nullable
    public Object constant() {
        try {
            Field field = type.getDeclaredField("DEFAULTS");
            if (field.getType() != type || !Modifier.isStatic(field.getModifiers())) {
                return null;
            }
            field.setAccessible(true);
            return field.get(null);
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Can't read DEFAULTS of " + type.getName(), e);
        }
    }

    /** Returns an instance that shows the defaults, with stand-ins for what must be given, or null for none. */
    @Nullable
    public Object example() {
        Node nothing = Node.Fields.empty(SettingOrigin.DEFAULT);
        return new RecordBinder(new Problems(), true).bind(nothing, type, null, "");
    }

    /** Returns the names of components that must be given when there is no instance with defaults. */
    public List<String> required() {
        if (factory != null) {
            return Arrays.stream(factory.getParameters())
                    .map(Parameter::getName)
                    .toList();
        }
        return components.values().stream()
                .filter(c -> empty(c.getType()) == null)
                .map(RecordComponent::getName)
                .toList();
    }

    /** Returns an instance that holds the defaults around the required values, or null if the record has no factory. */
    @Nullable
    public Object defaultsAround(Map<String, Object> required) {
        if (factory == null) {
            return null;
        }
        factory.setAccessible(true);
        Object[] arguments = required().stream().map(required::get).toArray();
        return call(() -> factory.invoke(null, arguments));
    }

    /** Returns the default for one component, given an instance with defaults, or null. */
    @Nullable
    public Object defaultOf(String component, @Nullable Object defaults) {
        RecordComponent found = Objects.requireNonNull(components.get(component));
        return defaults == null ? empty(found.getType()) : read(found, defaults);
    }

    /** Returns true if a single text stands for the record, as a name does for a component. */
    public boolean hasShorthand() {
        return factory != null && factory.getParameterCount() == 1 && factory.getParameterTypes()[0] == String.class;
    }

    /** Returns a record with these component values. */
    public Object create(Map<String, @Nullable Object> values) {
        try {
            Class<?>[] types =
                    components.values().stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            Object[] arguments = components.keySet().stream().map(values::get).toArray();
            return call(() -> constructor.newInstance(arguments));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Record without its canonical constructor: " + type.getName(), e);
        }
    }

    public static Object read(RecordComponent component, Object instance) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return call(() -> accessor.invoke(instance));
    }

    /** Returns what an absent optional, list or map is, or null for other types. */
    public static @Nullable Object empty(Class<?> type) {
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == List.class) {
            return List.of();
        }
        return type == Map.class ? Map.of() : null;
    }

    public static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        return type instanceof ParameterizedType generic ? raw(generic.getRawType()) : Object.class;
    }

    public static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    /** Returns what an optional holds; other types stay as they are. */
    public static Type unwrapped(Type type) {
        return raw(type) == Optional.class ? argument(type, 0) : type;
    }

    private interface Reflective {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Reflective action) {
        try {
            return action.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException complaint) {
                throw complaint;
            }
            if (e.getCause() instanceof IllegalArgumentException complaint) {
                throw new ConfigException(String.valueOf(complaint.getMessage()), complaint);
            }
            throw new PluginException("A settings record failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Can't use a settings record", e);
        }
    }
}
