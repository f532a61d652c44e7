package org.reason4j.api.environment;

/** What an environment says to a turn, with a reward for it. */
public sealed interface Reply {

    /** Finite; it stands on the turn's last token in {@link org.reason4j.api.data.Stream#TURN_REWARDS}. */
    double reward();

    /**
     * The policy reads this and goes on.
     *
     * @param text what it reads, which is never learned; not empty
     */
    record Observation(String text, double reward) implements Reply {
        public Observation {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("an observation must not be empty; return Done to end the response");
            }
            finite(reward);
        }
    }

    /** The response ends here. */
    record Done(double reward) implements Reply {
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
