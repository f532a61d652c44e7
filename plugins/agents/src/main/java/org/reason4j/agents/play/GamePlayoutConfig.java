package org.reason4j.agents.play;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward that plays games to their end.
 *
 * @param opponent who plays against the policy
 * @param draw worth of a drawn game, in [0, 1]; a won one is worth 1, a lost one 0
 */
public record GamePlayoutConfig(Scripted opponent, double draw) {

    /** A player whose moves no model makes. */
    public enum Scripted {
        /** One who draws among the legal moves. */
        RANDOM,
        /** The game's expert. */
        EXPERT
    }

    /** Share of games that are won against random moves. */
    public static final GamePlayoutConfig DEFAULTS = new GamePlayoutConfig(Scripted.RANDOM, 0);

    /** Share of games that are not lost against the expert, which nobody wins against in tic-tac-toe. */
    public static final GamePlayoutConfig EXPERT = new GamePlayoutConfig(Scripted.EXPERT, 1);

    public GamePlayoutConfig {
        check(draw >= 0 && draw <= 1, "game-playout.draw must be in [0, 1], got %s", draw);
    }
}
