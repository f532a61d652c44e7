package org.reason4j.core.trainer.components;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** Collects problems that the user can fix, to report all of them at once; the same one counts once. */
public final class ProblemList {

    private final Set<String> messages = new LinkedHashSet<>();
    private int failures;

    /** Builds a part, or takes down why it can't be built. A part that asked an {@link AbsentService} has no problem of its own. */
    @SuppressWarnings("NullAway") // a part that can't be built is null until throwAny, which then throws
    public <T> T collect(Supplier<T> part) {
        return collect(part, null);
    }

    /** Builds a part, or takes down why it can't be built, and returns another one. */
    public <T> T collect(Supplier<T> part, T otherwise) {
        try {
            return part.get();
        } catch (ConfigException e) {
            failures++;
            if (!AbsentService.isCauseOf(e)) {
                add(e.getMessage());
            }
            return otherwise;
        }
    }

    /** Makes a check, or takes down what it found. */
    public void check(Runnable check) {
        collect(
                () -> {
                    check.run();
                    return true;
                },
                false);
    }

    /** The number of parts that could not be built by now. */
    public int failures() {
        return failures;
    }

    void unless(boolean condition, String message, Object... arguments) {
        if (!condition) {
            add(String.format(Locale.ROOT, message, arguments));
        }
    }

    /** Takes down a problem. */
    public void add(@Nullable String message) {
        messages.add(String.valueOf(message));
    }

    /** The problems by now. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /**
     * Ends the collection.
     *
     * @throws ConfigException with one line per problem, where there is one
     */
    public void throwAny() {
        ConfigException.check(messages.isEmpty(), "%s", String.join(System.lineSeparator(), messages));
    }
}
