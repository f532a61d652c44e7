package org.reason4j.distillation.teacher;

import java.util.Optional;
import org.reason4j.api.data.TopTokens;

/** What a teacher says about one response. */
public sealed interface Lesson {

    /** The row has no teacher. */
    Lesson NONE = new None("no teacher");

    /** Numbers of the first tokens of a response, usually of all. Immutable. */
    final class Scores implements Lesson {

        private final float[] logprobs;
        private final Optional<TopTokens> top;

        private Scores(float[] logprobs, Optional<TopTokens> top) {
            this.logprobs = logprobs;
            this.top = top;
        }

        /** Log-probabilities of the response's tokens, {@code [n]} with {@code n <= L}, at its temperature; a copy. */
        public float[] logprobs() {
            return logprobs.clone();
        }

        /** Number of tokens with numbers, {@code n}. */
        public int length() {
            return logprobs.length;
        }

        /** The teacher's most likely tokens, {@code [n, k]}, where they were asked for. */
        public Optional<TopTokens> top() {
            return top;
        }
    }

    /**
     * The row has no teacher: there is nothing that it could read more than the student, or no room for it.
     *
     * @param reason for messages
     */
    record None(String reason) implements Lesson {}

    /**
     * The teacher should have said something and has not.
     *
     * @param reason for messages
     */
    record Failed(String reason) implements Lesson {}

    /**
     * Numbers of a teacher; a failure where one of them is not finite, since a missing log-probability is no 0.
     *
     * @param logprobs of the first tokens of a response
     * @param top most likely tokens at each of them
     */
    static Lesson of(float[] logprobs, Optional<TopTokens> top) {
        for (int t = 0; t < logprobs.length; t++) {
            if (!Float.isFinite(logprobs[t])) {
                return new Failed("the log-probability of token " + t + " of the response is " + logprobs[t]
                        + ", expected a finite number");
            }
        }
        return new Scores(logprobs.clone(), top);
    }
}
