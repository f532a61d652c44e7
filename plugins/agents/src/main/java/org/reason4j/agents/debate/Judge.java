package org.reason4j.agents.debate;

import org.reason4j.agents.ask.AskedModel;

/** Who decides a debate. */
public sealed interface Judge {

    /** The policy in a third role, which learns where an example says which side is right. */
    record Role() implements Judge {}

    /**
     * A text model of the recipe.
     *
     * @param ask which one, and how it is asked
     */
    record Model(AskedModel ask) implements Judge {
        /** The model with the key {@code judge}, the most likely verdict. */
        public static final Model DEFAULTS = new Model(new AskedModel("judge", 512, 0, 120, 8));
    }
}
