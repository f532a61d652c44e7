package org.reason4j.api.environment;

/** One response in its environment. */
public interface Episode extends AutoCloseable {

    /**
     * Answers a turn.
     *
     * @param turn the text that the policy wrote since the last reply, with the string that handed over
     */
    Reply answer(String turn) throws Exception;

    /** The response is over, however it ended. Called once; what it throws is logged, and the trajectory stands. */
    @Override
    default void close() {}
}
