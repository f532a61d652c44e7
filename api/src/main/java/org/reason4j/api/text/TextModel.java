package org.reason4j.api.text;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.sampler.SamplingParams;

/** A model that answers conversations: in this process, or on a server. Called by many threads at the same time. */
@FunctionalInterface
public interface TextModel extends AutoCloseable {

    /**
     * Answers, blocking. Interruption ends the call.
     *
     * @throws Exception if there is no whole answer: the message says why, and the caller treats it as a failure
     */
    Reply complete(Request request) throws Exception;

    /**
     * What identifies model and version in a cache: the same answers come from the same identity. Empty where a model has
     * none because it learns; its answers are not to be kept.
     */
    default String identity() {
        return toString();
    }

    /** Releases what the model holds. */
    @Override
    default void close() {}

    /**
     * A question.
     *
     * @param messages the conversation so far
     * @param params how to draw the answer
     * @param seed fixes the draws, where the model allows it
     */
    record Request(List<Message> messages, SamplingParams params, long seed) {
        public Request {
            messages = List.copyOf(messages);
        }
    }

    /**
     * An answer.
     *
     * @param text the whole of it, without the stop token
     * @param finish why it ended
     */
    record Reply(String text, Finish finish) {}
}
