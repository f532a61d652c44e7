package org.reason4j.agents.game;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.agents.text.Template;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;

/**
 * A place in a game, as a prompt describes it: which game, how it began, what was played, and how it is put into words.
 *
 * <p>Fields of a prompt: {@code game}, its name; {@code start}, the key of what was dealt, as text; {@code moves} so far;
 * {@code role}, that of the player who is asked; {@code task} and {@code episode}, both the id of the example that the game
 * began with; {@code turn}, the number of moves so far; and those of the {@link Wording}.
 *
 * @param game the rules
 * @param position what was reached
 * @param wording how it becomes a question
 * @param prompt what describes it
 */
public record Seat(Game game, Position position, Wording wording, Prompt prompt) {

    static final String GAME = "game";
    static final String START = "start";
    static final String MOVES = "moves";

    /** Field with the role of whoever is asked. */
    public static final String ROLE = "role";

    /** Field with the identity of what several roles do together. */
    public static final String EPISODE = "episode";

    /** Field with the id of the example that it began with. */
    public static final String TASK = "task";

    private static final String TURN = "turn";

    /** Fields of a place in a game. */
    static Map<String, Object> fields(
            String task, Game game, long start, List<String> moves, Position position, Wording wording) {
        Map<String, Object> fields = new HashMap<>(wording.fields());
        fields.put(GAME, game.name());
        fields.put(START, Long.toString(start));
        fields.put(MOVES, moves);
        fields.put(ROLE, game.roles().get(position.player()));
        fields.put(TASK, task);
        fields.put(EPISODE, task);
        fields.put(TURN, moves.size());
        return fields;
    }

    /**
     * Reads a prompt of a game.
     *
     * @throws ConfigException if it describes none
     */
    public static Seat of(Prompt prompt) {
        return find(prompt)
                .orElseThrow(
                        () -> new ConfigException("Prompt '" + prompt.id() + "' is of no game: its field 'game' is '"
                                + prompt.field(GAME).orElse("") + "', expected one of " + Games.names()
                                + ", with a 'start' that is a whole number and legal 'moves'. Name the dataset game-starts under"
                                + " data.train."));
    }

    /** Reads a prompt of a game that is not over; empty where it describes none. */
    public static Optional<Seat> find(Prompt prompt) {
        Optional<Game> game = prompt.field(GAME).flatMap(Games::find);
        Optional<String> start = prompt.field(START).filter(text -> text.matches("-?\\d{1,18}"));
        if (game.isEmpty() || start.isEmpty()) {
            return Optional.empty();
        }
        Optional<Position> reached = Optional.of(game.get().start(Long.parseLong(start.get())));
        for (String move : moves(prompt)) {
            reached = reached.flatMap(position -> position.after(move));
        }
        return reached.filter(position -> !position.isOver())
                .map(position -> new Seat(game.get(), position, Wording.of(prompt.fields()), prompt));
    }

    private static List<String> moves(Prompt prompt) {
        return prompt.fields().get(MOVES) instanceof List<?> moves
                ? moves.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * The place after further moves, with a prompt of its own: the conversation with another last message.
     *
     * @param id of the new prompt
     * @param further moves since this one
     * @param now what they led to
     */
    public Seat after(String id, List<String> further, Position now, Tokenizer tokenizer) {
        List<String> moves = new ArrayList<>(moves(prompt));
        moves.addAll(further);
        Map<String, Object> fields = new HashMap<>(prompt.fields());
        fields.put(MOVES, List.copyOf(moves));
        fields.put(ROLE, game.roles().get(now.player()));
        fields.put(TURN, moves.size());
        List<Message> messages = messages(now);
        return new Seat(
                game,
                now,
                wording,
                Prompt.of(id, messages, tokenizer.render(messages)).withFields(fields));
    }

    /** The conversation with the question of a position as its last message. */
    public List<Message> messages(Position now) {
        return Template.asking(prompt.messages(), wording.question(game, now));
    }

    /** The same place with a prompt that has every field of a game. */
    public Seat complete() {
        Map<String, Object> fields = new HashMap<>(prompt.fields());
        fields.put(ROLE, game.roles().get(position.player()));
        fields.putIfAbsent(TASK, prompt.id());
        fields.putIfAbsent(EPISODE, prompt.id());
        fields.put(TURN, moves(prompt).size());
        return new Seat(game, position, wording, prompt.withFields(fields));
    }
}
