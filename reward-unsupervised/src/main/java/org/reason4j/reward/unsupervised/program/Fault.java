package org.reason4j.reward.unsupervised.program;

/** A text is no program or no value, or a program has no result: the message says why. An outcome, not a defect. */
public final class Fault extends Exception {

    private static final long serialVersionUID = 1;

    /** A fault for that reason. */
    public Fault(String message) {
        super(message, null, false, false); // one of thousands in a step; nobody reads where it was made
    }

    /** Says why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
