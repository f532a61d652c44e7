package org.reason4j.core.trainer.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a run holds, closed in the opposite order. */
final class Resources implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>(); // the last one on top

    /** Takes a resource, and returns it. */
    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /**
     * Closes everything, also after one of them failed.
     *
     * @throws RuntimeException of the first that failed, with those of others suppressed
     */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) { // thrown when all are closed
                if (first == null) {
                    first = e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Closes everything because of a failure, which takes over what fails meanwhile. */
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
