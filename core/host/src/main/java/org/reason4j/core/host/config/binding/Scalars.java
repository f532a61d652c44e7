package org.reason4j.core.host.config.binding;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.SettingNames;

/** Single values, converted without guessing: 1.5 is no whole number, and 12 is no text. */
public final class Scalars {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    /** Types without a constructor from text that are converted all the same. */
    private static final Set<Class<?>> FROM_TEXT = Set.of(
            Boolean.class,
            Character.class,
            Duration.class,
            Path.class,
            URI.class,
            Pattern.class,
            Locale.class,
            UUID.class,
            Charset.class);

    private static final Set<String> FACTORIES = Set.of("valueOf", "fromString");

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
        if (type == Duration.class) {
            return duration(value);
        }
        try {
            return JACKSON.convertValue(value, type);
        } catch (IllegalArgumentException e) {
            throw new Mismatch(expectation(type), e);
        }
    }

    /** Returns true if a single value can be converted to this type. */
    static boolean binds(Class<?> type) {
        if (type.isPrimitive() || type.isEnum() || FROM_TEXT.contains(type)) {
            return type != void.class;
        }
        boolean constructor = Arrays.stream(type.getConstructors())
                .anyMatch(one -> List.of(one.getParameterTypes()).equals(List.of(String.class)));
        boolean factory = Arrays.stream(type.getMethods())
                .anyMatch(one -> Modifier.isStatic(one.getModifiers())
                        && type.isAssignableFrom(one.getReturnType())
                        && FACTORIES.contains(one.getName())
                        && List.of(one.getParameterTypes()).equals(List.of(String.class)));
        return !Modifier.isAbstract(type.getModifiers()) && (constructor || factory);
    }

    /** Description of the values that a setting of this type takes. */
    public static String expectation(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a duration such as 10s, 500ms or PT10S";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> SettingNames.kebabCase((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        return type.isRecord() ? "a section" : "a " + type.getSimpleName();
    }

    private static Duration duration(Object value) throws Mismatch {
        if (!(value instanceof String text)) {
            throw new Mismatch(expectation(Duration.class));
        }
        Matcher amount = DURATION.matcher(text);
        try {
            return amount.matches()
                    ? Duration.of(Long.parseLong(amount.group(1)), UNITS.get(amount.group(2)))
                    : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new Mismatch(expectation(Duration.class), e);
        }
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
