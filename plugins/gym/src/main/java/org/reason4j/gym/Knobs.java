package org.reason4j.gym;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The knobs of a generator: the components of its record, by name. */
public final class Knobs {

    private Knobs() {}

    /** The knobs and what they are set to, in the order of the record. */
    public static Map<String, Object> of(Generator generator) {
        Map<String, Object> knobs = new LinkedHashMap<>();
        for (RecordComponent knob : generator.getClass().getRecordComponents()) {
            try {
                knobs.put(knob.getName(), knob.getAccessor().invoke(generator));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(generator.getClass() + " must be a public record to have knobs", e);
            }
        }
        return knobs;
    }

    /**
     * The generator with some knobs set anew, and the others as they are; 0 and 1 set a {@code boolean} one.
     *
     * @throws IllegalArgumentException if it has no such knob, or not with such a setting
     */
    public static Generator set(Generator generator, Map<String, ?> settings) {
        Map<String, Object> unknown = new TreeMap<>(settings);
        Map<String, Object> knobs = of(generator);
        unknown.keySet().removeAll(knobs.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("There is no knob " + quoted(unknown) + ", but " + quoted(knobs));
        }
        RecordComponent[] components = generator.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(knob -> settings.containsKey(knob.getName())
                        ? fitting(knob, settings.get(knob.getName()))
                        : knobs.get(knob.getName()))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (Generator)
                    generator.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("The knobs of " + generator + " can't be set to " + settings, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(generator.getClass() + " must be a public record to have knobs", e);
        }
    }

    private static Object fitting(RecordComponent knob, Object setting) {
        Class<?> type = knob.getType();
        if (type == int.class && setting instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        if (type == double.class && setting instanceof Number number) {
            return number.doubleValue();
        }
        if (type == boolean.class && setting instanceof Boolean) {
            return setting;
        }
        if (type == boolean.class
                && setting instanceof Number number
                && (number.doubleValue() == 0 || number.doubleValue() == 1)) {
            return number.intValue() == 1;
        }
        throw new IllegalArgumentException(
                "The knob '" + knob.getName() + "' takes " + taken(type) + ", not '" + setting + "'");
    }

    private static String taken(Class<?> type) {
        return type == int.class ? "a whole number" : type == boolean.class ? "0 or 1" : "a number";
    }

    private static String quoted(Map<String, ?> names) {
        return "'" + String.join("', '", names.keySet()) + "'";
    }

    /**
     * Checks the range of a knob.
     *
     * @throws IllegalArgumentException if {@code knob} lies outside
     */
    public static void range(String name, double knob, double lowest, double highest) {
        if (!(knob >= lowest && knob <= highest)) {
            throw new IllegalArgumentException("The knob '" + name + "' must lie between " + number(lowest) + " and "
                    + number(highest) + ", got " + number(knob));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
