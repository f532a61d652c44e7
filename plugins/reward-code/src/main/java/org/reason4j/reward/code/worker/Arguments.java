package org.reason4j.reward.code.worker;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of JSON as arguments of methods, and results of methods as values of JSON. */
final class Arguments {

    private static final int MOST_ITEMS = 1_000_000;
    private static final int DEEPEST = 200;

    private Arguments() {}

    /** The arguments of a call; an {@link IllegalArgumentException} says which does not fit. */
    static @Nullable Object[] of(Method method, List<?> values) {
        Type[] types = method.getGenericParameterTypes();
        @Nullable Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = of(types[i], values.get(i));
        }
        return arguments;
    }

    private static @Nullable Object of(Type type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, value);
        }
        if (!(type instanceof Class<?> plain)) {
            return free(value);
        }
        if (plain.isArray()) {
            return array(plain.getComponentType(), list(value));
        }
        if (value instanceof BigDecimal number) {
            return number(plain, number);
        }
        if (plain == char.class || plain == Character.class) {
            return ((String) value).charAt(0);
        }
        return free(value);
    }

    private static List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("expected a list");
    }

    private static Object ofGeneric(ParameterizedType type, Object value) {
        Type[] parts = type.getActualTypeArguments();
        if (value instanceof Map<?, ?> map && parts.length == 2) {
            Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((key, entry) -> all.put(key(parts[0], String.valueOf(key)), of(parts[1], entry)));
            return all;
        }
        List<@Nullable Object> all = new ArrayList<>();
        list(value).forEach(entry -> all.add(of(parts[0], entry)));
        return type.getRawType() instanceof Class<?> raw && Set.class.isAssignableFrom(raw)
                ? new LinkedHashSet<>(all)
                : all;
    }

    private static @Nullable Object key(Type type, String key) {
        return type == String.class ? key : of(type, type == Character.class ? key : new BigDecimal(key));
    }

    private static Object array(Class<?> part, List<?> values) {
        Object array = Array.newInstance(part, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, of(part, values.get(i)));
        }
        return array;
    }

    private static Object number(Class<?> type, BigDecimal value) {
        if (type == int.class || type == Integer.class) {
            return value.intValueExact();
        }
        if (type == long.class || type == Long.class) {
            return value.longValueExact();
        }
        if (type == double.class || type == Double.class) {
            return value.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return value.floatValue();
        }
        if (type == short.class || type == Short.class) {
            return value.shortValueExact();
        }
        if (type == byte.class || type == Byte.class) {
            return value.byteValueExact();
        }
        if (type == BigInteger.class) {
            return value.toBigIntegerExact();
        }
        return type == BigDecimal.class ? value : free(value);
    }

    /** A value where no type is asked for. */
    private static Object free(Object value) {
        if (!(value instanceof BigDecimal number)) {
            return value;
        }
        if (number.scale() > 0) {
            return number.doubleValue();
        }
        BigInteger whole = number.toBigIntegerExact();
        return whole.bitLength() < Integer.SIZE
                ? (Object) whole.intValue()
                : whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    /** A result as a value of JSON. */
    static @Nullable Object plain(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a result is nested too deeply");
        }
        if (value instanceof Number number) {
            double wide = number.doubleValue();
            boolean finite = number instanceof BigInteger || number instanceof BigDecimal || Double.isFinite(wide);
            return finite ? (Object) new BigDecimal(number.toString()) : (Object) wide;
        }
        if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null), depth + 1);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((key, entry) -> all.put(String.valueOf(key), plain(entry, depth + 1)));
            return all;
        }
        if (value instanceof Iterable<?> items) {
            List<@Nullable Object> all = new ArrayList<>();
            for (Object item : items) {
                if (all.size() == MOST_ITEMS) {
                    throw new IllegalArgumentException("a result does not end");
                }
                all.add(plain(item, depth + 1));
            }
            return all;
        }
        if (value != null && value.getClass().isArray()) {
            List<@Nullable Object> all = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(plain(Array.get(value, i), depth + 1));
            }
            return all;
        }
        return value == null || value instanceof Boolean ? value : value.toString();
    }
}
