package org.reason4j.core.host.track;

/**
 * One held-out problem, answered by the model before and after training.
 *
 * @param problem the question
 * @param expected the right answer; empty if unknown
 * @param before the response before training, reasoning included
 * @param beforeCorrect whether it is right
 * @param after the response after training
 * @param afterCorrect whether it is right
 */
public record Comparison(
        String problem, String expected, String before, boolean beforeCorrect, String after, boolean afterCorrect) {}
