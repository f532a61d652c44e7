package org.reason4j.agents.play;

import org.reason4j.agents.ask.AskedModel;

/** Who plays against the policy. */
public sealed interface Opponent {

    /** The policy itself: it plays both roles, and learns from both. */
    record Self() implements Opponent {}

    /** A player who draws among the legal moves. */
    record Random() implements Opponent {}

    /** The game's expert. */
    record Expert() implements Opponent {}

    /**
     * A text model of the recipe: a learner beside the policy, a frozen copy, a server.
     *
     * @param ask which one, and how it is asked
     */
    record Model(AskedModel ask) implements Opponent {
        /** The model with the key {@code opponent}. */
        public static final Model DEFAULTS = new Model(AskedModel.DEFAULTS);
    }
}
