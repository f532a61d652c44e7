package org.reason4j.environment.tools;

/** Answers calls. Episodes use a tool from several threads at the same time. */
interface Tool extends AutoCloseable {

    /** Begins an episode; starts nothing before the first call. */
    Session begin(EpisodeKey episode);

    /** Ends all processes of the tool. */
    @Override
    default void close() {}

    /** A tool within one episode, which makes one call at a time. */
    interface Session extends AutoCloseable {

        /**
         * Answers a call.
         *
         * @param turn number of the turn, from 1
         * @throws ToolFailure if the tool itself failed, which says nothing about the call
         */
        Answer answer(Call call, int turn) throws ToolFailure, InterruptedException;

        /** Ends the episode, without waiting for processes. */
        @Override
        default void close() {}
    }
}
