package org.reason4j.api.environment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/** One response in its environment. */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface Episode extends AutoCloseable {

    /**
     * Answers a turn.
     *
     * @param turn the text that the policy wrote since the last answer, with the string that handed over
     */
    TurnResult answer(String turn) throws Exception;

    /** The response is over, however it ended. Called once; what it throws is logged, and the trajectory stands. */
    @Override
    default void close() {}
}
