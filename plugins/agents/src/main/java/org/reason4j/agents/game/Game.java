package org.reason4j.agents.game;

import java.util.List;

/** Rules of a zero-sum game for two players who take turns, and a player who knows it well. */
public interface Game {

    /** Name in recipes, in kebab case. */
    String name();

    /** Names of the first and the second player. */
    List<String> roles();

    /** The rules in words, with the way to write moves. */
    String rules();

    /** The first position; what is dealt is a function of the key. */
    Position start(long key);

    /**
     * A move of a player who knows the game: a perfect one where that can be computed.
     *
     * @param key of its draws, where it mixes moves
     */
    String expert(Position position, long key);
}
