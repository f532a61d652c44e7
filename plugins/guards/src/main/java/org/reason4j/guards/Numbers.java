package org.reason4j.guards;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Numbers out of metrics and states. */
final class Numbers {

    private Numbers() {}

    /** The number if it is finite; a metric that is not says nothing. */
    static OptionalDouble finite(OptionalDouble number) {
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? number : OptionalDouble.empty();
    }

    static double number(Map<String, Object> state, String key) {
        return ((Number) Objects.requireNonNull(state.get(key), key)).doubleValue();
    }

    static int whole(Map<String, Object> state, String key) {
        return ((Number) Objects.requireNonNull(state.get(key), key)).intValue();
    }
}
