package org.reason4j.reward.generative;

/** A judgment that is not what was asked for. */
final class Unreadable extends Exception {

    Unreadable(String problem, String text) {
        super(problem + ": \"" + Excerpt.of(text) + '"');
    }
}
