package org.reason4j.core.formats.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Python's built-in functions on a value of a template.
 *
 * <p>Values are {@link None}, {@code Boolean}, {@code Long} ({@code BigInteger} past 64 bits), {@code Double}, {@code String},
 * {@link Markup}, {@code List}, {@link Tuple}, {@link Range}, {@code Map}, {@link DictView}, {@link Generator},
 * {@link Namespace}, {@link Undefined}, {@link Loop} and {@link TemplateFunction}.
 */
public final class Values {

    /** Bits of the largest integer, and its digits. Python reads and prints 4,300. */
    public static final int MOST_BITS = 16_384;

    public static final int MOST_DIGITS = 4_932;

    /** Work to draw an item, and levels of an iterator in an iterator, each of which takes a dozen calls of Java's streams. */
    private static final int ITERATOR_LEVELS = 4;

    private Values() {}

    /** The smallest representation of an integer. */
    public static Object integer(BigInteger value) {
        if (value.bitLength() > MOST_BITS) {
            throw tooLarge();
        }
        return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : value;
    }

    public static TemplateException tooLarge() {
        return TemplateException.of("an integer has at most %,d bits in a template", MOST_BITS);
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
        return value instanceof Long number ? number.toString() : Repr.of(value);
    }

    public static boolean equal(Object left, Object right) {
        Object a = Markup.plain(left);
        Object b = Markup.plain(right);
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b) == 0;
        } else if (a instanceof String text && b instanceof String other) {
            return text.length() == other.length() && sameText(text, other);
        }
        Budget budget = Budget.current();
        budget.enter();
        boolean equal = equalContents(a, b);
        budget.leave();
        return equal;
    }

    private static boolean sameText(String text, String other) {
        Budget.current().read(text.length());
        return text.equals(other);
    }

    private static boolean equalContents(Object a, Object b) {
        if (a instanceof List<?> list && b instanceof List<?> other) {
            return typeName(a).equals(typeName(b)) && list.size() == other.size() && allEqual(list, other);
        } else if (a instanceof DictView view && b instanceof DictView other) {
            return view.kind().equals(other.kind()) && equal(view.elements(), other.elements());
        } else if (a instanceof Map<?, ?> map && b instanceof Map<?, ?> other) {
            return map.size() == other.size() && allEqual(map, other);
        }
        return a.equals(b);
    }

    private static boolean allEqual(Map<?, ?> left, Map<?, ?> right) {
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Object value = isHashable(entry.getKey()) ? right.get(entry.getKey()) : null;
            if (value == null || !equal(entry.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    /** True of what can be the key of a dict. It reads the value as a whole, as a lookup does. */
    public static boolean isHashable(Object value) {
        Budget budget = Budget.current();
        if (value instanceof String text) {
            budget.read(text.length());
            return true;
        } else if (!(value instanceof Tuple tuple)) {
            return value instanceof Range
                    || !(value instanceof List || value instanceof Map || value instanceof DictView);
        } else {
            budget.enter();
            boolean hashable = true;
            for (Object item : tuple) {
                hashable &= isHashable(item);
            }
            budget.leave();
            return hashable;
        }
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
            return Text.compare(text, other);
        } else if (a instanceof List<?> list
                && b instanceof List<?> other
                && typeName(a).equals(typeName(b))) {
            return compareLists(list, other, operator);
        }
        throw TemplateException.of(
                "'%s' not supported between instances of '%s' and '%s'", operator, typeName(left), typeName(right));
    }

    private static int compareLists(List<?> left, List<?> right, String operator) {
        Budget budget = Budget.current();
        budget.enter();
        int order = Integer.compare(left.size(), right.size());
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!equal(left.get(i), right.get(i))) {
                order = compare(left.get(i), right.get(i), operator);
                break;
            }
        }
        budget.leave();
        return order;
    }

    /** Compares exactly, as an integer of more than 53 bits may lie between two floating-point numbers. */
    private static int compareNumbers(Object left, Object right) {
        Budget.current().work(1);
        if (!(left instanceof Double) && !(right instanceof Double)) {
            return bigInteger(left).compareTo(bigInteger(right));
        }
        double a = number(left);
        double b = number(right);
        boolean exact = left instanceof Double && right instanceof Double || !Double.isFinite(a) || !Double.isFinite(b);
        if (exact || Math.max(Math.abs(a), Math.abs(b)) < 1L << 53) {
            return a == b ? 0 : Double.compare(a, b);
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Double real ? new BigDecimal(real) : new BigDecimal(bigInteger(number));
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
        } else if (value instanceof BigInteger) {
            throw new TemplateException("cannot fit 'int' into an index-sized integer");
        }
        return bigInteger(value).longValue();
    }

    /** The number, or the nearest one that counts something in memory. */
    public static int count(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    /** The value of ASCII digits. */
    public static long digits(String digits) {
        if (digits.length() > 18) {
            throw TemplateException.of("%s is too large for an index", digits);
        }
        return Long.parseLong(digits);
    }

    public static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
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

    /** Draws items one by one, as late as possible; each is work, and an iterator that draws from another is a level. */
    public static Iterator<Object> iterate(Object value) {
        Iterator<Object> items = iterator(value);
        Budget budget = Budget.current();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                budget.enter(ITERATOR_LEVELS);
                boolean more = items.hasNext();
                budget.leave(ITERATOR_LEVELS);
                return more;
            }

            @Override
            public Object next() {
                budget.enter(ITERATOR_LEVELS);
                Object item = items.next();
                budget.leave(ITERATOR_LEVELS);
                return item;
            }
        };
    }

    @SuppressWarnings("unchecked") // every collection in a template holds objects
    private static Iterator<Object> iterator(Object value) {
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
        Budget budget = Budget.current();
        budget.items(0);
        iterate(value).forEachRemaining(item -> {
            budget.grow(Budget.ITEM);
            result.add(item);
        });
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
