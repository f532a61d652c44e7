package org.reason4j.core.formats.template.builtin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.None;
import org.reason4j.core.formats.template.value.Range;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Undefined;
import org.reason4j.core.formats.template.value.Values;

/** Python's operators on the values of a template. */
public final class Operators {

    /** Products of words that a multiplication makes in a unit of work. */
    private static final long WORDS_PER_UNIT = 32;

    private Operators() {}

    public static Object binary(String operator, Object left, Object right) {
        Budget.current().work(1);
        if (operator.equals("%") && Values.isString(left)) {
            return Markup.like(left, PercentFormat.format(left, right));
        }
        Undefined.reject(left);
        Undefined.reject(right);
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return left instanceof Double || right instanceof Double || operator.equals("/")
                    ? real(operator, Values.number(left), Values.number(right))
                    : whole(operator, Values.bigInteger(left), Values.bigInteger(right));
        }
        Optional<Object> result = switch (operator) {
            case "+" -> concatenated(left, right);
            case "*" -> Values.isInteger(left) ? repeated(right, left) : repeated(left, right);
            default -> Optional.empty();
        };
        return result.orElseThrow(() -> unsupported(operator, left, right));
    }

    private static Optional<Object> concatenated(Object left, Object right) {
        boolean markup = left instanceof Markup || right instanceof Markup;
        if (markup && Values.isString(left) && Values.isString(right)) {
            return Optional.of(Markup.escape(left).plus(right));
        } else if (left instanceof String text && right instanceof String other) {
            Budget.current().grow((long) text.length() + other.length());
            return Optional.of(text + other);
        } else if (left instanceof List<?> list
                && right instanceof List<?> other
                && !(left instanceof Range)
                && Values.typeName(left).equals(Values.typeName(right))) {
            Budget.current().items((long) list.size() + other.size());
            List<Object> joined = new ArrayList<>(list);
            joined.addAll(other);
            return Optional.of(left instanceof Tuple ? new Tuple(joined) : joined);
        }
        return Optional.empty();
    }

    private static Optional<Object> repeated(Object value, Object count) {
        if (!Values.isInteger(count)) {
            return Optional.empty();
        }
        int times = Math.max(0, Values.count(Values.index(count)));
        if (Markup.plain(value) instanceof String text) {
            return Optional.of(Markup.like(value, Text.repeat(text, times)));
        } else if (value instanceof List<?> list && !(value instanceof Range)) {
            Budget.current().items((long) times * list.size());
            List<Object> result = new ArrayList<>();
            for (int i = 0; i < times && !list.isEmpty(); i++) {
                result.addAll(list);
            }
            return Optional.of(value instanceof Tuple ? new Tuple(result) : result);
        }
        return Optional.empty();
    }

    private static TemplateException unsupported(String operator, Object left, Object right) {
        String leftType = Values.typeName(left);
        String rightType = Values.typeName(right);
        if (operator.equals("+") && (Values.isString(left) || left instanceof List)) {
            return TemplateException.of("can only concatenate %s (not \"%s\") to %s", leftType, rightType, leftType);
        }
        String described = operator.equals("**") ? "** or pow()" : operator;
        return TemplateException.of(
                "unsupported operand type(s) for %s: '%s' and '%s'", described, leftType, rightType);
    }

    private static Object real(String operator, double left, double right) {
        if (right == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "//" -> Math.floor(left / right);
            case "%" -> left - right * Math.floor(left / right);
            default -> Math.pow(left, right);
        };
    }

    private static Object whole(String operator, BigInteger left, BigInteger right) {
        if (operator.equals("**") && right.signum() < 0) {
            return Math.pow(left.doubleValue(), right.doubleValue());
        }
        Object result = Values.integer(
                switch (operator) {
                    case "+" -> left.add(right);
                    case "-" -> left.subtract(right);
                    case "*" -> left.multiply(right);
                    case "//" -> flooredDivision(left, right)[0];
                    case "%" -> flooredDivision(left, right)[1];
                    default -> power(left, right);
                });
        if (result instanceof BigInteger large) {
            long words = large.bitLength() / Integer.SIZE;
            Budget.current().grow(words * Integer.BYTES);
            Budget.current().work(words * words / WORDS_PER_UNIT);
        }
        return result;
    }

    private static BigInteger power(BigInteger base, BigInteger exponent) {
        if (base.abs().bitLength() <= 1) { // -1, 0 or 1
            return base.signum() >= 0 && exponent.signum() > 0 ? base : base.pow(exponent.testBit(0) ? 1 : 0);
        }
        long fewestBits = exponent.bitLength() >= Integer.SIZE
                ? Long.MAX_VALUE
                : (base.abs().bitLength() - 1L) * exponent.intValue();
        if (fewestBits > Values.MOST_BITS) {
            throw Values.tooLarge();
        }
        return base.pow(exponent.intValue());
    }

    /** Quotient rounded towards negative infinity, and the remainder, which has the divisor's sign. */
    private static BigInteger[] flooredDivision(BigInteger left, BigInteger right) {
        if (right.signum() == 0) {
            throw new TemplateException("integer division or modulo by zero");
        }
        BigInteger[] result = left.divideAndRemainder(right);
        if (result[1].signum() * right.signum() < 0) {
            result[0] = result[0].subtract(BigInteger.ONE);
            result[1] = result[1].add(right);
        }
        return result;
    }

    public static Object signed(char sign, Object operand) {
        Undefined.reject(operand);
        if (!Values.isNumber(operand)) {
            throw TemplateException.of("bad operand type for unary %s: '%s'", sign, Values.typeName(operand));
        }
        if (operand instanceof Double number) {
            return sign == '-' ? -number : number;
        }
        BigInteger number = Values.bigInteger(operand);
        return Values.integer(sign == '-' ? number.negate() : number);
    }

    public static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            case "<" -> !unordered(left, right) && Values.compare(left, right, operator) < 0;
            case "<=" -> !unordered(left, right) && Values.compare(left, right, operator) <= 0;
            case ">" -> !unordered(left, right) && Values.compare(left, right, operator) > 0;
            default -> !unordered(left, right) && Values.compare(left, right, operator) >= 0;
        };
    }

    private static boolean unordered(Object left, Object right) {
        return Values.isNumber(left)
                && Values.isNumber(right)
                && (Double.isNaN(Values.number(left)) || Double.isNaN(Values.number(right)));
    }

    static boolean contains(Object container, Object value) {
        if (Markup.plain(container) instanceof String text) {
            if (Markup.plain(value) instanceof String part) {
                Budget.current().search(text, part);
                return text.contains(part);
            }
            throw TemplateException.of("'in <string>' requires string as left operand, not %s", Values.typeName(value));
        } else if (container instanceof Map<?, ?> map) {
            return map.containsKey(key(value));
        } else if (!Values.isIterable(container)) {
            throw TemplateException.of("argument of type '%s' is not iterable", Values.typeName(container));
        }
        for (Iterator<Object> elements = Values.iterate(container); elements.hasNext(); ) {
            if (Values.equal(elements.next(), value)) {
                return true;
            }
        }
        return false;
    }

    /** The value as the key of a dict, where {@code True}, {@code 1} and {@code 1.0} are the same key. */
    public static Object key(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        } else if (!Values.isHashable(value)) {
            throw TemplateException.of("unhashable type: '%s'", Values.typeName(value));
        }
        boolean whole = value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1L << 53;
        return whole ? (Object) ((Double) value).longValue() : Markup.plain(value);
    }

    /** {@code target[start:stop:step]}; an empty bound is open. */
    public static Object slice(Object target, Optional<Object> start, Optional<Object> stop, Optional<Object> step) {
        Undefined.reject(target);
        boolean text = Values.isString(target);
        if (!text && !(target instanceof List)) {
            throw target instanceof Map
                    ? new TemplateException("unhashable type: 'slice'")
                    : TemplateException.of("'%s' object is not subscriptable", Values.typeName(target));
        }
        long size = Values.length(target);
        long stride = Values.count(bound(step).orElse(1L));
        if (stride == 0) {
            throw new TemplateException("slice step cannot be zero");
        }
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? size : size - 1;
        long first = bound(start).map(i -> clamp(i, size, lowest, highest)).orElse(stride > 0 ? lowest : highest);
        long last = bound(stop).map(i -> clamp(i, size, lowest, highest)).orElse(stride > 0 ? highest : lowest);
        if (text && stride == 1) {
            return Markup.like(target, Text.section(Values.str(target), (int) first, (int) last));
        }
        List<?> items = target instanceof List<?> list ? list : Text.characters(Values.str(target));
        Budget.current().items((stride > 0 ? last - first : first - last) / Math.abs(stride));
        List<Object> result = new ArrayList<>();
        for (long i = first; stride > 0 ? i < last : i > last; i += stride) {
            result.add(items.get((int) i));
        }
        if (text) {
            return Markup.like(target, result.stream().map(Values::str).collect(Collectors.joining()));
        }
        return target instanceof Tuple ? new Tuple(result) : result;
    }

    private static Optional<Long> bound(Optional<Object> value) {
        return value.filter(v -> v != None.NONE).map(Operators::nearestIndex);
    }

    /** The number as an index; one past 64 bits is past every end. */
    private static long nearestIndex(Object value) {
        return value instanceof BigInteger large
                ? large.signum() * (long) Integer.MAX_VALUE
                : Values.count(Values.index(value));
    }

    private static long clamp(long index, long size, long lowest, long highest) {
        return Math.max(lowest, Math.min(highest, index < 0 ? index + size : index));
    }
}
