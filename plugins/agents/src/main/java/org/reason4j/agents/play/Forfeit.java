package org.reason4j.agents.play;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * What a role gets that breaks off what several roles do: by an illegal move, or by a turn that runs out of tokens.
 *
 * @param loser what it gets, below 0
 * @param other what the other one gets, at least 0
 */
public record Forfeit(double loser, double other) {

    /** SPIRAL's numbers. */
    public static final Forfeit DEFAULTS = new Forfeit(-1.5, 0.5);

    public Forfeit {
        check(loser < 0 && Double.isFinite(loser), "forfeit.loser must be below 0, got %s", loser);
        check(other >= 0 && Double.isFinite(other), "forfeit.other must be at least 0, got %s", other);
    }
}
