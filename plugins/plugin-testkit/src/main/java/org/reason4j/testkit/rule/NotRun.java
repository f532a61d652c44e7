package org.reason4j.testkit.rule;

/**
 * A rule that does not apply to a component, or needs inputs that only its author has. The message says why, as the end of a
 * sentence that begins with {@code not run, because}.
 */
@SuppressWarnings("serial") // never written anywhere
public final class NotRun extends RuntimeException {

    private final boolean applies;

    /** A rule that applies, and needs other inputs. */
    public NotRun(String because) {
        this(because, true);
    }

    private NotRun(String because, boolean applies) {
        super(because, null, false, false);
        this.applies = applies;
    }

    /** A rule about something that the component does not have or do. */
    static NotRun doesNotApply(String because) {
        return new NotRun(because, false);
    }

    /** False if no inputs can make a test of it. */
    public boolean applies() {
        return applies;
    }
}
