package org.reason4j.reward.rulebased.math.parse;

/** A text is no formula that the parser knows. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableException(String reason) {
        super(reason, null, false, false);
    }
}
