package org.reason4j.agents.game;

import java.util.List;
import java.util.Optional;

/** A position of a game for two players. Immutable. */
public interface Position {

    /** Number of the player whose turn it is, 0 or 1; of the one who moved last where the game is over. */
    int player();

    /** What that player sees, private parts of the other one left out. */
    String view();

    /** Every legal move, in lower case with single blanks; none where the game is over. */
    List<String> moves();

    /** The position after one of {@link #moves()}; empty where it is none of them. */
    Optional<Position> after(String move);

    /** True if no further move is possible. */
    boolean isOver();

    /** What the end is worth to a player, in [-1, 1]; the other one has the opposite. Of positions that are over. */
    double outcome(int player);
}
