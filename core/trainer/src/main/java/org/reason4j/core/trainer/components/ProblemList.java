package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** Collects problems that the user can fix, to report all of them at once. */
final class ProblemList {

    private final List<String> messages = new ArrayList<>();

    /** Builds a part, or takes down why it can't be built. */
    @SuppressWarnings("NullAway") // a part that can't be built is null until throwAny, which then throws
    <T> T collect(Supplier<T> part) {
        try {
            return part.get();
        } catch (ConfigException e) {
            add(e.getMessage());
            return null;
        }
    }

    void unless(boolean condition, String message, Object... arguments) {
        if (!condition) {
            add(String.format(Locale.ROOT, message, arguments));
        }
    }

    void add(@Nullable String message) {
        messages.add(String.valueOf(message));
    }

    /**
     * Ends the collection.
     *
     * @throws ConfigException with one line per problem, where there is one
     */
    void throwAny() {
        ConfigException.check(messages.isEmpty(), "%s", String.join(System.lineSeparator(), messages));
    }
}
