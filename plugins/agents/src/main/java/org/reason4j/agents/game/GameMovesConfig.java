package org.reason4j.agents.game;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the dataset of moves to imitate.
 *
 * @param games names of games, which take turns
 * @param count number of examples, at least 1
 * @param seed seed of the draws
 * @param player whose moves are imitated; positions are those of random play either way
 * @param wording how positions become questions, and moves responses; as that of {@code game-starts}
 */
public record GameMovesConfig(List<String> games, int count, long seed, Player player, Wording wording) {

    /** Whose moves are imitated. */
    public enum Player {
        /** One who draws among the legal moves. */
        RANDOM,
        /** The game's expert. */
        EXPERT
    }

    /** Random legal moves of tic-tac-toe. */
    public static final GameMovesConfig DEFAULTS =
            new GameMovesConfig(List.of("tic-tac-toe"), 1000, 1, Player.RANDOM, Wording.DEFAULTS);

    public GameMovesConfig {
        games = Games.validated("game-moves.games", games);
        check(count >= 1, "game-moves.count must be at least 1, got %s", count);
    }
}
