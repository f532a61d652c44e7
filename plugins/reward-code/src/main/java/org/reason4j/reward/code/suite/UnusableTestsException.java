package org.reason4j.reward.code.suite;

/** The tests of an example can't be used; the message says why. */
public final class UnusableTestsException extends Exception {

    private static final long serialVersionUID = 1;

    public UnusableTestsException(String reason) {
        super(reason);
    }

    /** The message, which there always is. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
