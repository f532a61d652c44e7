package org.reason4j.api.environment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An environment's answer to a turn, with a reward for it. Kinds may be added. */
@API(status = Status.STABLE, since = "1.0.0")
public sealed interface TurnResult {

    /** Finite; it stands on the turn's last token in {@link org.reason4j.api.data.TokenStream#TURN_REWARDS}. */
    double reward();

    /**
     * The policy reads this and goes on.
     *
     * @param text what it reads, which is never learned; not empty
     */
    record Observation(String text, double reward) implements TurnResult {
        public Observation {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("an observation must not be empty; return Done to end the response");
            }
            finite(reward);
        }
    }

    /** The response ends here. */
    record Done(double reward) implements TurnResult {
        public Done {
            finite(reward);
        }
    }

    private static void finite(double reward) {
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("a turn's reward must be finite, got " + reward);
        }
    }
}
