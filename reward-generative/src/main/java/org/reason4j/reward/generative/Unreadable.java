package org.reason4j.reward.generative;

/** A judgment in another form than the question requires. */
final class Unreadable extends Exception {

    Unreadable(String problem, String text) {
        super(problem + ": \"" + Excerpt.of(text) + '"');
    }
}
