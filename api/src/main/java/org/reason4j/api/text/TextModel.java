package org.reason4j.api.text;

import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.Provided;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;

/** A model that answers conversations: in this process, or on a server. Called by many threads at the same time. */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface TextModel extends AutoCloseable {

    /**
     * Answers, blocking. Interruption ends the call.
     *
     * @throws Exception if there is no whole answer: the message says why, and the caller treats it as a failure
     */
    Completion complete(Request request) throws Exception;

    /**
     * Identity of model and version in a cache: the same answers come from the same identity. Empty where a model has
     * none because it learns; its answers are not to be kept.
     */
    default String identity() {
        return toString();
    }

    /** Releases what the model holds. */
    @Override
    default void close() {}

    /** A conversation to answer. Immutable. */
    @Provided
    @API(status = Status.STABLE, since = "1.0.0")
    final class Request {

        private final List<Message> messages;
        private final SamplingParams params;
        private final long seed;

        private Request(List<Message> messages, SamplingParams params, long seed) {
            this.messages = messages;
            this.params = params;
            this.seed = seed;
        }

        /**
         * A question.
         *
         * @param messages the conversation so far
         * @param params how to draw the answer
         * @param seed fixes the draws, where the model allows it
         */
        public static Request of(List<Message> messages, SamplingParams params, long seed) {
            return new Request(List.copyOf(messages), params, seed);
        }

        /** The conversation so far. */
        public List<Message> messages() {
            return messages;
        }

        /** Sampling parameters of the answer. */
        public SamplingParams params() {
            return params;
        }

        /** Fixes the draws, where the model allows it. */
        public long seed() {
            return seed;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Request request
                    && request.messages.equals(messages)
                    && request.params.equals(params)
                    && request.seed == seed;
        }

        @Override
        public int hashCode() {
            return Objects.hash(messages, params, seed);
        }

        @Override
        public String toString() {
            return messages + ", " + params + ", seed " + seed;
        }
    }

    /** A model's answer. Immutable. */
    @API(status = Status.STABLE, since = "1.0.0")
    final class Completion {

        private final String text;
        private final Finish finish;

        private Completion(String text, Finish finish) {
            this.text = text;
            this.finish = finish;
        }

        /**
         * An answer.
         *
         * @param text the whole of it, without the stop token
         * @param finish why it ended
         */
        public static Completion of(String text, Finish finish) {
            return new Completion(text, finish);
        }

        /** The whole text, without the stop token. */
        public String text() {
            return text;
        }

        /** Why it ended. */
        public Finish finish() {
            return finish;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Completion completion
                    && completion.text.equals(text)
                    && completion.finish == finish;
        }

        @Override
        public int hashCode() {
            return Objects.hash(text, finish);
        }

        @Override
        public String toString() {
            return finish + ": " + text;
        }
    }
}
