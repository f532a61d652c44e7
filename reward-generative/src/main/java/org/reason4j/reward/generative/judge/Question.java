package org.reason4j.reward.generative.judge;

/**
 * A question with the reader of its answer.
 *
 * @param <T> the verdict
 * @param text the question
 * @param reader reads the verdict from an answer
 * @param judgment index among several judgments of the same question, from 0; each has another seed
 */
public record Question<T>(String text, Reader<T> reader, int judgment) {

    /** Reads a verdict from an answer. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Reads the verdict.
         *
         * @throws Unreadable if the answer has another form than the question requires
         */
        T read(String reply) throws Unreadable;
    }

    /** The first judgment. */
    public static <T> Question<T> of(String text, Reader<T> reader) {
        return new Question<>(text, reader, 0);
    }

    /** The same question for another judgment. */
    public Question<T> judgment(int index) {
        return new Question<>(text, reader, index);
    }
}
