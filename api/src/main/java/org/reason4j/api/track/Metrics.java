package org.reason4j.api.track;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** Takes numbers about the current step: a service for any component. Safe for use by many threads. */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface Metrics {

    /** Reports a number under a name such as {@code judge/calls}; of several in one step the mean is recorded. */
    void mean(String name, double value);

    /** Adds to a number that counts over the step; it starts at 0. */
    void add(String name, double value);
}
