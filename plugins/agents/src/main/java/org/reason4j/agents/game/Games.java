package org.reason4j.agents.game;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.random.SplitMix64;

/** The games that there are, by their names. */
public final class Games {

    private static final List<Game> ALL = List.of(new TicTacToe(), new KuhnPoker(), new Barter());

    private Games() {}

    /** Every game. */
    public static List<Game> all() {
        return ALL;
    }

    /** The game of a name. */
    public static Optional<Game> find(String name) {
        return ALL.stream().filter(game -> game.name().equals(name)).findFirst();
    }

    /** Refuses names of no game; {@code owner} is the setting that has them. */
    static List<String> validated(String owner, List<String> names) {
        check(!names.isEmpty(), "%s names no game, expected some of %s", owner, names());
        names.forEach(name -> check(find(name).isPresent(), "%s has '%s', expected some of %s", owner, name, names()));
        return List.copyOf(names);
    }

    /** Names of all games. */
    static List<String> names() {
        return ALL.stream().map(Game::name).toList();
    }

    /** One of the legal moves, each as likely as the others. */
    public static String random(Position position, long key) {
        List<String> moves = position.moves();
        return moves.get((int) SplitMix64.below(SplitMix64.number(key, 0), moves.size()));
    }
}
