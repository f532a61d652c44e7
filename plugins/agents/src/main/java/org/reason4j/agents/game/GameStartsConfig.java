package org.reason4j.agents.game;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the dataset of games that begin.
 *
 * @param games names of games, which take turns
 * @param count number of examples, at least 1
 * @param seed seed of the draws
 * @param lead who has made the first move of every second game of a kind
 * @param wording how positions become questions, and responses moves
 */
public record GameStartsConfig(List<String> games, int count, long seed, Lead lead, Wording wording) {

    /** Who moves before the policy does. */
    public enum Lead {
        /** No one: every question is one to the first player. */
        NOBODY,
        /** A player who draws among the legal moves. */
        RANDOM,
        /** The game's expert. */
        EXPERT
    }

    /** Tic-tac-toe from the empty board. */
    public static final GameStartsConfig DEFAULTS =
            new GameStartsConfig(List.of("tic-tac-toe"), 1000, 1, Lead.NOBODY, Wording.DEFAULTS);

    public GameStartsConfig {
        games = Games.validated("game-starts.games", games);
        check(count >= 1, "game-starts.count must be at least 1, got %s", count);
    }
}
