package org.reason4j.testkit.rule;

/** A rule that does not apply to a component, or needs inputs that only its author has. The message says why. */
@SuppressWarnings("serial") // never written anywhere
public final class NotRun extends RuntimeException {

    /** A rule that is not run for that reason, the end of a sentence that begins with {@code not run, because}. */
    public NotRun(String because) {
        super(because, null, false, false);
    }
}
