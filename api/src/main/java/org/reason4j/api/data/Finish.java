package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Why a response ended. */
@API(status = Status.STABLE, since = "1.0.0")
public enum Finish {
    /** The policy wrote a stop token or a stop string. */
    STOP,
    /** The length limit was reached; the response is truncated. */
    LENGTH,
    /** The environment broke down or took too long; {@link Trajectory#failure()} says how. */
    FAILED
}
