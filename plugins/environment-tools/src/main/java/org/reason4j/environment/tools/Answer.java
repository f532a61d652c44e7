package org.reason4j.environment.tools;

/** What a tool says to a call. */
sealed interface Answer {

    /** An output with a reward of the tool's own. */
    record Output(String text, double reward) implements Answer {}

    /** The response ends here, with a reward of the tool's own. */
    record End(double reward) implements Answer {}

    /** The call can't be answered, and the policy is told why. */
    record Refusal(String reason) implements Answer {}
}
