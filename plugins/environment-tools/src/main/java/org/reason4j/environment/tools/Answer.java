package org.reason4j.environment.tools;

/** A tool's answer to a call. */
sealed interface Answer {

    /** An output, with the tool's reward. */
    record Output(String text, double reward) implements Answer {}

    /** The end of the response, with the tool's reward. */
    record End(double reward) implements Answer {}

    /** A refusal of the call, with the reason for the policy. */
    record Refusal(String reason) implements Answer {}
}
