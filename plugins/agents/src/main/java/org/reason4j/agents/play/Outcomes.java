package org.reason4j.agents.play;

import java.util.Arrays;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** What a role got in the end, on the trajectories of its turns: samplers attach it, the reward {@code game-outcome} reads it. */
public final class Outcomes {

    /** On every token of a turn: what its role got. */
    public static final TokenStream STREAM = TokenStream.of("agents", "outcome");

    private Outcomes() {}

    /** Returns a copy of a turn that carries what its role got. */
    public static Trajectory with(Trajectory turn, double outcome) {
        float[] numbers = new float[turn.length()];
        Arrays.fill(numbers, (float) outcome);
        return turn.with(STREAM, numbers);
    }
}
