package org.reason4j.agents.ask;

/** What a model said, or why it said nothing. */
public sealed interface Reply {

    /** A whole answer. */
    record Said(String text) implements Reply {}

    /** The model used up its tokens. */
    record CutOff() implements Reply {}

    /** There is no answer: the model broke, or took too long. */
    record Failed(String reason) implements Reply {}
}
