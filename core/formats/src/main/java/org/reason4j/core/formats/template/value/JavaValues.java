package org.reason4j.core.formats.template.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what Java callers and JSON readers hold into values of a template, and measures it. */
public final class JavaValues {

    private long size;
    private int levels;

    /** Size of all values so far, in the units of a {@link Budget}. */
    public long size() {
        return size;
    }

    public Object of(@Nullable Object value) {
        size += Budget.ITEM;
        if (value == null) {
            return None.NONE;
        } else if (value instanceof Boolean) {
            return value;
        } else if (value instanceof CharSequence || value instanceof Character) {
            String text = value.toString();
            size += text.length();
            return text;
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof Map<?, ?> || value instanceof Collection<?> || value instanceof Object[]) {
            return container(value);
        }
        throw new IllegalArgumentException("A chat template takes strings, numbers, booleans, lists and maps, got "
                + value.getClass().getName());
    }

    private static Object number(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        return number instanceof BigInteger big ? Values.integer(big) : (Object) number.doubleValue();
    }

    private Object container(Object value) {
        if (++levels > Budget.LEVELS) {
            throw TemplateException.of(
                    "the conversation has more than %d lists and maps inside each other", Budget.LEVELS);
        }
        Object result = value instanceof Map<?, ?> map
                ? map(map)
                : list(value instanceof Collection<?> items ? items : Arrays.asList((Object[]) value));
        levels--;
        return result;
    }

    private Map<Object, Object> map(Map<?, ?> map) {
        Map<Object, Object> result = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            result.put(of(entry.getKey()), of(entry.getValue()));
        }
        return Collections.unmodifiableMap(result);
    }

    private List<Object> list(Collection<?> items) {
        List<Object> result = new ArrayList<>(items.size());
        for (Object item : items) {
            result.add(of(item));
        }
        return Collections.unmodifiableList(result);
    }
}
