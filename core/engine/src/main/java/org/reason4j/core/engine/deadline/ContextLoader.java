package org.reason4j.core.engine.deadline;

import org.jspecify.annotations.Nullable;

/**
 * The context class loader of the current thread, which libraries ask for services and resources: while code of a plugin runs it
 * is the plugin's, so that a library of the plugin finds those of its own jar.
 */
public final class ContextLoader {

    private ContextLoader() {}

    /** Sets the class loader of a class and returns the one before, for {@link #restore} in a {@code finally}. */
    public static @Nullable ClassLoader enter(Class<?> type) {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(type.getClassLoader());
        return before;
    }

    /** Sets the class loader that {@link #enter} returned. */
    public static void restore(@Nullable ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
    }
}
