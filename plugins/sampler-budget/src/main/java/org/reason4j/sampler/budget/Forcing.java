package org.reason4j.sampler.budget;

/**
 * What budget forcing does at an event of thinking.
 *
 * @see <a href="https://arxiv.org/abs/2501.19393">s1, section 3.1 and figure 3</a>
 */
enum Forcing {
    /** The end of thinking is left out, and the continuation stands in its place. */
    CONTINUE,
    /** Thinking has ended; the answer follows. */
    ACCEPT,
    /** Thinking is ended by the phrase. */
    STOP,
    /** Nothing: thinking goes on. */
    NONE;

    /**
     * Returns what is done.
     *
     * @param ends whether thinking ends by itself here
     * @param tokens of thinking so far, without its end
     * @param continued how often its end was left out
     * @param budget of tokens
     * @param continuations how often it may be left out
     */
    static Forcing at(boolean ends, int tokens, int continued, int budget, int continuations) {
        if (ends) {
            return continued < continuations && tokens < budget ? CONTINUE : ACCEPT;
        }
        return tokens >= budget ? STOP : NONE;
    }
}
