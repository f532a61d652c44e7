package org.reason4j.agents.game;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.random.SplitMix64;

/**
 * Games that begin: the question to the player who moves first, for the sampler {@code games}, or whose end the reward {@code
 * game-playout} measures. Games of several kinds take turns. With a leader, the first player of every second game of a kind has
 * moved already, and the question is one to the second.
 */
public record GameStarts(GameStartsConfig config) implements DatasetReader {

    private static final long LEAD = 1; // keys of draws for different purposes

    @Override
    public List<Example> read() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < config.count(); i++) {
            examples.add(example(i));
        }
        return List.copyOf(examples);
    }

    private Example example(int index) {
        int kinds = config.games().size();
        Game game = Games.find(config.games().get(index % kinds)).orElseThrow();
        long key = SplitMix64.key(config.seed(), index);
        long start = Seats.start(key);
        Position position = game.start(start);
        List<String> moves = List.of();
        if (index / kinds % 2 == 1 && config.lead() != GameStartsConfig.Lead.NOBODY) {
            long draws = SplitMix64.key(key, LEAD);
            String move = config.lead() == GameStartsConfig.Lead.EXPERT
                    ? game.expert(position, draws)
                    : Games.random(position, draws);
            moves = List.of(move);
            position = position.after(move).orElseThrow();
        }
        String id = game.name() + "/" + config.seed() + "/" + index;
        return Example.of(id, List.of(Message.user(config.wording().question(game, position))))
                .withFields(Seat.fields(id, game, start, moves, position, config.wording()));
    }
}
