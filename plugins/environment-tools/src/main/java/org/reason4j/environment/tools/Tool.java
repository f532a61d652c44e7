package org.reason4j.environment.tools;

/** Something that answers calls. Episodes use it from threads of their own. */
interface Tool extends AutoCloseable {

    /** Begins to serve an episode; starts nothing that has not been asked for. */
    Session begin(EpisodeKey episode);

    /** Ends all that the tool has started. */
    @Override
    default void close() {}

    /** A tool in one episode, which has one call at a time. */
    interface Session extends AutoCloseable {

        /**
         * Answers.
         *
         * @param turn number of the turn, from 1
         * @throws ToolFailure if the tool itself broke, so that nothing can be said of the call
         */
        Answer answer(Call call, int turn) throws ToolFailure, InterruptedException;

        /** The episode is over. Does not wait. */
        @Override
        default void close() {}
    }
}
