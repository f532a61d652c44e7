package org.reason4j.regularizer.kl;

import java.util.Map;

/** Numbers of a saved state. */
final class Saved {

    private Saved() {}

    static Number number(Map<String, Object> state, String regularizer, String name) {
        if (state.get(name) instanceof Number saved) {
            return saved;
        }
        throw new IllegalArgumentException(
                "The saved state of regularizer '" + regularizer + "' has no number '" + name + "': " + state);
    }
}
