package org.reason4j.core.formats.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Python's built-in functions on a value of a template.
 *
 * <p>Values are {@link None}, {@code Boolean}, {@code Long} ({@code BigInteger} past 64 bits), {@code Double}, {@code String},
 * {@link Markup}, {@code List}, {@link Tuple}, {@link Range}, {@code Map}, {@link DictView}, {@link Generator},
 * {@link Namespace}, {@link Undefined}, {@link Loop} and {@link TemplateFunction}.
 */
public final class Values {

    private Values() {}

    /** Turns what Java callers and JSON readers hold into values of a template. */
    public static Object fromJava(@Nullable Object value) {
        if (value == null) {
            return None.NONE;
        } else if (value instanceof Boolean) {
            return value;
        } else if (value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return ((Number) value).longValue();
        } else if (value instanceof BigInteger big) {
            return integer(big);
        } else if (value instanceof Number number) {
            return number.doubleValue();
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> result = new LinkedHashMap<>();
            map.forEach((key, element) -> result.put(fromJava(key), fromJava(element)));
            return Collections.unmodifiableMap(result);
        } else if (value instanceof Collection<?> collection) {
            return collection.stream().map(Values::fromJava).toList();
        } else if (value instanceof Object[] array) {
            return Arrays.stream(array).map(Values::fromJava).toList();
        }
        throw new IllegalArgumentException("A chat template takes strings, numbers, booleans, lists and maps, got "
                + value.getClass().getName());
    }

    /** The smallest representation of an integer. */
    public static Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : value;
    }

    public static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
    }

    public static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    public static boolean isString(Object value) {
        return value instanceof String || value instanceof Markup;
    }

    public static boolean isTrue(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        } else if (isInteger(value)) {
            return bigInteger(value).signum() != 0;
        } else if (value instanceof Double number) {
            return number != 0;
        } else if (value instanceof DictView view) {
            return !view.elements().isEmpty();
        } else if (Markup.plain(value) instanceof String text) {
            return !text.isEmpty();
        } else if (value instanceof Collection<?> collection) {
            return !collection.isEmpty();
        } else if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != None.NONE && !(value instanceof Undefined);
    }

    public static String typeName(Object value) {
        if (value == None.NONE) {
            return "NoneType";
        } else if (value instanceof Boolean) {
            return "bool";
        } else if (isInteger(value)) {
            return "int";
        } else if (value instanceof Double) {
            return "float";
        } else if (value instanceof String) {
            return "str";
        } else if (value instanceof Tuple) {
            return "tuple";
        } else if (value instanceof Range) {
            return "range";
        } else if (value instanceof List) {
            return "list";
        } else if (value instanceof Map) {
            return "dict";
        } else if (value instanceof DictView view) {
            return view.kind();
        } else if (value instanceof Loop) {
            return "LoopContext";
        } else if (value instanceof Generator) {
            return "generator";
        } else if (value instanceof TemplateFunction && !(value instanceof Macro)) {
            return "function";
        }
        return value.getClass().getSimpleName();
    }

    /** The value as jinja2 names the owner of a missing attribute. */
    static String describe(Object value) {
        if (value == None.NONE) {
            return "None";
        } else if (value instanceof Namespace) {
            return "jinja2.utils.Namespace object";
        } else if (value instanceof Markup) {
            return "markupsafe.Markup object";
        } else if (value instanceof Loop || value instanceof Macro) {
            return "jinja2.runtime." + typeName(value) + " object";
        }
        return typeName(value) + " object";
    }

    public static String str(Object value) {
        if (value instanceof String text) {
            return text;
        } else if (value instanceof Markup markup) {
            return markup.text();
        }
        return value instanceof Undefined ? "" : repr(value);
    }

    public static String repr(Object value) {
        if (value instanceof String text) {
            return Text.quoted(text);
        } else if (value == None.NONE) {
            return "None";
        } else if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        } else if (value instanceof Double number) {
            return decimal(number);
        } else if (value instanceof Tuple tuple) {
            return "(" + joined(tuple) + (tuple.size() == 1 ? ",)" : ")");
        } else if (value instanceof Range range) {
            return range.described();
        } else if (value instanceof List<?> list) {
            return "[" + joined(list) + "]";
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof DictView view) {
            return view.kind() + "([" + joined(view.elements()) + "])";
        } else if (value instanceof Markup markup) {
            return "Markup(" + Text.quoted(markup.text()) + ")";
        } else if (value instanceof Undefined) {
            return "Undefined";
        } else if (value instanceof Namespace namespace) {
            return "<Namespace " + repr(namespace.fields()) + ">";
        } else if (value instanceof Macro macro) {
            return "<Macro " + Text.quoted(macro.name()) + ">";
        } else if (value instanceof Loop loop) {
            return loop.described();
        } else if (value instanceof Generator || value instanceof TemplateFunction) {
            return "<" + typeName(value) + ">";
        }
        return value.toString();
    }

    private static String joined(Collection<?> elements) {
        return elements.stream().map(Values::repr).collect(Collectors.joining(", "));
    }

    /** The shortest digits that read back as the same number, the way Python lays them out. */
    public static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        } else if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        } else if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(Math.abs(number));
        BigDecimal shortest = exact;
        for (int precision = 1; precision <= 17; precision++) {
            shortest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == Math.abs(number)) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        String sign = number < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return sign + plain + (plain.contains(".") ? "" : ".0");
        }
        String digits = shortest.unscaledValue().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return sign + mantissa + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    public static boolean equal(Object left, Object right) {
        Object a = Markup.plain(left);
        Object b = Markup.plain(right);
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b) == 0;
        } else if (a instanceof List<?> list && b instanceof List<?> other) {
            return typeName(a).equals(typeName(b)) && list.size() == other.size() && allEqual(list, other);
        } else if (a instanceof Map<?, ?> map && b instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.keySet().stream().allMatch(key -> equal(item(map, key), item(other, key)));
        }
        return a.equals(b);
    }

    private static Object item(Map<?, ?> map, Object key) {
        return Objects.requireNonNull(map.get(key));
    }

    private static boolean allEqual(List<?> left, List<?> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Orders two values; {@code operator} is for the message where they have no order. */
    public static int compare(Object left, Object right, String operator) {
        Undefined.reject(left);
        Undefined.reject(right);
        Object a = Markup.plain(left);
        Object b = Markup.plain(right);
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b);
        } else if (a instanceof String text && b instanceof String other) {
            return Arrays.compare(
                    text.codePoints().toArray(), other.codePoints().toArray());
        } else if (a instanceof List<?> list
                && b instanceof List<?> other
                && typeName(a).equals(typeName(b))) {
            for (int i = 0; i < Math.min(list.size(), other.size()); i++) {
                if (!equal(list.get(i), other.get(i))) {
                    return compare(list.get(i), other.get(i), operator);
                }
            }
            return Integer.compare(list.size(), other.size());
        }
        throw TemplateException.of(
                "'%s' not supported between instances of '%s' and '%s'", operator, typeName(left), typeName(right));
    }

    private static int compareNumbers(Object left, Object right) {
        if (left instanceof Double || right instanceof Double) {
            double a = number(left);
            double b = number(right);
            return a == b ? 0 : Double.compare(a, b);
        }
        return bigInteger(left).compareTo(bigInteger(right));
    }

    public static BigInteger bigInteger(Object integer) {
        if (integer instanceof Boolean flag) {
            return flag ? BigInteger.ONE : BigInteger.ZERO;
        }
        return integer instanceof BigInteger big ? big : BigInteger.valueOf(((Number) integer).longValue());
    }

    public static double number(Object number) {
        return number instanceof Double real ? real : bigInteger(number).doubleValue();
    }

    /** The value as a number to count or index with. */
    public static long index(Object value) {
        Undefined.reject(value);
        if (!isInteger(value)) {
            throw TemplateException.of("'%s' object cannot be interpreted as an integer", typeName(value));
        }
        return bigInteger(value).longValue();
    }

    /** The value if it is a string. */
    public static String text(Object value) {
        Undefined.reject(value);
        if (Markup.plain(value) instanceof String text) {
            return text;
        }
        throw TemplateException.of("expected str, got '%s'", typeName(value));
    }

    public static boolean isIterable(Object value) {
        return value instanceof Collection
                || value instanceof Map
                || isString(value)
                || value instanceof DictView
                || value instanceof Generator
                || value instanceof Undefined
                || value instanceof Loop;
    }

    @SuppressWarnings("unchecked") // every collection in a template holds objects
    public static Iterator<Object> iterate(Object value) {
        if (value instanceof Collection<?> collection) {
            return (Iterator<Object>) collection.iterator();
        } else if (value instanceof Map<?, ?> map) {
            return (Iterator<Object>) map.keySet().iterator();
        } else if (value instanceof DictView view) {
            return view.elements().iterator();
        } else if (value instanceof Generator generator) {
            return generator.elements();
        } else if (Markup.plain(value) instanceof String text) {
            return Text.characters(text).iterator();
        } else if (value instanceof Undefined) {
            return Collections.emptyIterator();
        }
        throw TemplateException.of("'%s' object is not iterable", typeName(value));
    }

    public static List<Object> list(Object value) {
        List<Object> result = new ArrayList<>();
        iterate(value).forEachRemaining(result::add);
        return result;
    }

    public static boolean hasLength(Object value) {
        return isIterable(value) && !(value instanceof Generator);
    }

    public static long length(Object value) {
        if (Markup.plain(value) instanceof String text) {
            return Text.length(text);
        } else if (value instanceof Loop loop) {
            return loop.length();
        } else if (value instanceof Collection<?> collection) {
            return collection.size();
        } else if (value instanceof Map<?, ?> map) {
            return map.size();
        } else if (value instanceof DictView view) {
            return view.elements().size();
        } else if (value instanceof Undefined) {
            return 0;
        }
        throw TemplateException.of("object of type '%s' has no len()", typeName(value));
    }
}
