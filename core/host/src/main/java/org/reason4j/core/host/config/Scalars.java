package org.reason4j.core.host.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Single values, converted without guessing: 1.5 is no whole number, and 12 is no text. */
final class Scalars {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    /** A value that its setting can't hold; the message says what was expected. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String expected) {
            super(expected);
        }

        Mismatch(String expected, Throwable cause) {
            super(expected, cause);
        }
    }

    private Scalars() {}

    /** Converts a value, or says what was expected instead. */
    static Object convert(Node node, Class<?> type) throws Mismatch {
        Object value = node.plain();
        if (value == null) {
            throw new Mismatch(expectation(type));
        }
        if (type == String.class) {
            if (value instanceof String) {
                return value;
            }
            throw new Mismatch(node instanceof Node.Scalar ? "text; put it in quotes" : "text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(value);
        }
        if (type.isEnum()) {
            return constant(value, type);
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return finite(value);
        }
        if (type == float.class || type == Float.class) {
            return (float) within(finite(value), Float.MAX_VALUE);
        }
        try {
            return JACKSON.convertValue(value, type);
        } catch (IllegalArgumentException e) {
            throw new Mismatch(expectation(type), e);
        }
    }

    /** What a setting of this type takes. */
    static String expectation(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> Names.kebabCase((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        return type.isRecord() ? "a section" : "a " + type.getSimpleName();
    }

    private static Object truth(Object value) throws Mismatch {
        if (value instanceof Boolean) {
            return value;
        }
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new Mismatch("true or false");
    }

    private static Object constant(Object value, Class<?> type) throws Mismatch {
        for (Object constant : type.getEnumConstants()) {
            if (letters(((Enum<?>) constant).name()).equals(letters(String.valueOf(value)))) {
                return constant;
            }
        }
        throw new Mismatch(expectation(type));
    }

    private static String letters(String text) {
        return text.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private static BigDecimal decimal(Object value, String expected) throws Mismatch {
        if (value instanceof Number || value instanceof String text && text.matches("[-+]?[.0-9][-+.0-9eE]*")) {
            try {
                return new BigDecimal(value.toString());
            } catch (NumberFormatException e) { // also NaN and infinity
                throw new Mismatch(expected, e);
            }
        }
        throw new Mismatch(expected);
    }

    private static long whole(Object value, long least, long most) throws Mismatch {
        BigDecimal decimal = decimal(value, "a whole number");
        if (decimal.compareTo(BigDecimal.valueOf(least)) < 0 || decimal.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new Mismatch("a whole number in [" + least + ", " + most + "]");
        }
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException e) {
            throw new Mismatch("a whole number", e);
        }
    }

    private static double finite(Object value) throws Mismatch {
        return within(decimal(value, "a finite number").doubleValue(), Double.MAX_VALUE);
    }

    private static double within(double number, double most) throws Mismatch {
        if (Math.abs(number) <= most) {
            return number;
        }
        throw new Mismatch("a number between -" + most + " and " + most);
    }
}
