package org.reason4j.agents.play;

/**
 * Settings of the sampler of games.
 *
 * @param opponent who plays against the policy. Where it is not the policy itself, the policy plays the first role in games with an
 *     even sample index and the second one in the others
 * @param forfeit what a player gets who makes an illegal move, or whose turn runs out of tokens
 */
public record GamesConfig(Opponent opponent, Forfeit forfeit) {

    /** Self-play. */
    public static final GamesConfig DEFAULTS = new GamesConfig(new Opponent.Self(), Forfeit.DEFAULTS);
}
