package org.reason4j.agents.game;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.random.SplitMix64;

/**
 * Moves to imitate: positions of made-up games between two players who draw among the legal moves, each with a legal move as the
 * response. A model that has imitated them knows how moves are written and which are legal, and nothing of how to win unless the
 * responses are the expert's. The field {@code answer} is that move.
 */
public record GameMoves(GameMovesConfig config) implements DatasetReader {

    private static final long PLAY = 1; // keys of draws for different purposes
    private static final long LENGTH = 2;
    private static final long ANSWER = 3;

    @Override
    public List<Example> read() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < config.count(); i++) {
            examples.add(example(i));
        }
        return List.copyOf(examples);
    }

    private Example example(int index) {
        Game game =
                Games.find(config.games().get(index % config.games().size())).orElseThrow();
        long key = SplitMix64.key(config.seed(), index);
        long start = Seats.start(key);
        List<Position> reached = new ArrayList<>(List.of(game.start(start)));
        List<String> played = new ArrayList<>();
        while (!reached.get(played.size()).isOver()) {
            Position position = reached.get(played.size());
            String move = Games.random(position, SplitMix64.key(key, PLAY, played.size()));
            played.add(move);
            reached.add(position.after(move).orElseThrow());
        }
        int turn = (int) SplitMix64.below(SplitMix64.number(SplitMix64.key(key, LENGTH), 0), played.size());
        Position position = reached.get(turn);
        long draws = SplitMix64.key(key, ANSWER);
        String answer = config.player() == GameMovesConfig.Player.EXPERT
                ? game.expert(position, draws)
                : Games.random(position, draws);
        return shown(game, start, played.subList(0, turn), position, answer, index);
    }

    private Example shown(Game game, long start, List<String> moves, Position position, String answer, int index) {
        String id = game.name() + "/" + config.seed() + "/" + index;
        var fields = Seat.fields(id, game, start, List.copyOf(moves), position, config.wording());
        fields.put("answer", answer);
        return Example.of(id, List.of(Message.user(config.wording().question(game, position))))
                .withFields(fields)
                .withResponse(config.wording().response(answer));
    }
}
