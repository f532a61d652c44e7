package org.reason4j.trackers.mlflow;

/** What follows when the server does not take numbers. Either way they are kept in a file of the run. */
public enum OnFailure {
    /** The run goes on; the numbers are sent later, in their order. */
    KEEP,

    /** The run ends after all attempts; a resumed run sends them. */
    STOP
}
