package org.reason4j.api.track;

/** Takes numbers about the current step: a service for any component. Safe for use by many threads. */
public interface Metrics {

    /** Reports a number under a name such as {@code judge/calls}; of several in one step the mean is recorded. */
    void mean(String name, double value);

    /** Adds to a number that counts over the step; it starts at 0. */
    void add(String name, double value);
}
