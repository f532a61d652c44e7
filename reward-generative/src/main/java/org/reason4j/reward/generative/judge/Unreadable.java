package org.reason4j.reward.generative.judge;

import org.reason4j.reward.generative.client.Excerpt;

/** A judgment in another form than the question requires. */
public final class Unreadable extends Exception {

    /**
     * A judgment that cannot be read.
     *
     * @param problem what is wrong with it
     * @param text the judgment, which the message quotes in part
     */
    public Unreadable(String problem, String text) {
        super(problem + ": \"" + Excerpt.of(text) + '"');
    }
}
