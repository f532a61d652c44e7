package org.reason4j.distillation.teacher;

/** What follows where a teacher gives no numbers for a response. */
public enum OnFailure {
    /** The run ends, and says why. */
    ABORT,
    /** The response is not learned from, and counted; where there is no other one, the run ends. */
    DROP_TRAJECTORY
}
