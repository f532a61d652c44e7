package org.reason4j.core.engine.deadline;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what foreign code threw fit for messages and logs. An exception's own methods are foreign code, too: its {@code
 * toString()} may throw, and its causes may have no end.
 */
public final class Faults {

    /** Causes and suppressed exceptions that are looked at; longer chains are cut off. */
    private static final int MOST_RELATED = 1000;

    private Faults() {}

    /** Describes a throwable in one sentence, as {@code toString()} does where that works. */
    public static String describe(Throwable thrown) {
        return presentable(thrown).toString();
    }

    /**
     * Returns the throwable itself if it and all that it refers to can be printed, else a stand-in that has its class in the
     * message and its stack trace.
     */
    public static Throwable presentable(Throwable thrown) {
        return obstacle(thrown)
                .<Throwable>map(obstacle -> new StandIn(thrown, obstacle))
                .orElse(thrown);
    }

    /** Says what keeps a throwable from being printed; empty if nothing does. */
    private static Optional<String> obstacle(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(thrown));
        try {
            while (!open.isEmpty()) {
                Throwable next = open.pop();
                if (seen.add(next)) {
                    print(next);
                    Optional.ofNullable(next.getCause()).ifPresent(open::push);
                    List.of(next.getSuppressed()).forEach(open::push);
                }
                if (seen.size() > MOST_RELATED) {
                    return Optional.of("its causes have no end");
                }
            }
            return Optional.empty();
        } catch (Throwable e) { // of any kind: this is what is looked for
            return Optional.of("describing it threw " + e.getClass().getName());
        }
    }

    @SuppressWarnings("ReturnValueIgnored") // whether these throw is the question
    private static void print(Throwable one) {
        @Nullable String text = one.toString();
        if (text == null) {
            throw new IllegalStateException("toString() returned null");
        }
        one.getMessage();
        one.getLocalizedMessage();
        one.getStackTrace();
    }

    /** Stands for a throwable that cannot be printed. */
    private static final class StandIn extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StandIn(Throwable original, String obstacle) {
            super(original.getClass().getName() + " (" + obstacle + ")");
            try {
                setStackTrace(original.getStackTrace());
            } catch (Throwable e) { // of any kind: the stack trace is that of this place then
                addSuppressed(new IllegalStateException(
                        "its stack trace can't be read: " + e.getClass().getName()));
            }
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
