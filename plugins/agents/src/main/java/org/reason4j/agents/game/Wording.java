package org.reason4j.agents.game;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reason4j.agents.text.Marks;
import org.reason4j.agents.text.Template;

/**
 * How a position becomes a question, and a response a move.
 *
 * @param instruction the question; {@code {rules}}, {@code {role}}, {@code {view}} and {@code {moves}} stand for the rules, the
 *     player's role, what the player sees, and the legal moves
 * @param open mark before a move; empty together with {@code close} where the whole response is the move
 * @param close mark behind it
 */
public record Wording(String instruction, String open, String close) {

    private static final String INSTRUCTION = "instruction";
    private static final String OPEN = "open";
    private static final String CLOSE = "close";

    /** Rules and legal moves, and a mark around the move, so that a response may think first. */
    public static final Wording DEFAULTS = new Wording(
            "{rules}\n\nYou are {role}.\n{view}\n\nPossible moves: {moves}.\nWrite your move between <move> and </move>.",
            "<move>",
            "</move>");

    public Wording {
        check(instruction.contains("{view}"), "wording.instruction must contain {view}, got '%s'", instruction);
        check(
                open.isEmpty() == close.isEmpty(),
                "wording.open and wording.close must both be given or both be empty, got '%s' and '%s'",
                open,
                close);
    }

    /** The question to the player whose turn it is. */
    public String question(Game game, Position position) {
        return Template.filled(
                instruction,
                Map.of(
                        "rules", game.rules(),
                        "role", game.roles().get(position.player()),
                        "view", position.view(),
                        "moves", String.join(", ", position.moves())));
    }

    private Marks marks() {
        return new Marks(open, close);
    }

    /** The move that a response says: what stands between the last two marks, in lower case with single blanks. */
    public Optional<String> move(String response) {
        return marks().last(response).map(said -> said.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
    }

    /** A response that says a move. */
    public String response(String move) {
        return marks().around(move);
    }

    /** As fields of an example. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(INSTRUCTION, instruction);
        fields.put(OPEN, open);
        fields.put(CLOSE, close);
        return fields;
    }

    /** From fields of an example; the default where it has none. */
    static Wording of(Map<String, Object> fields) {
        return new Wording(
                String.valueOf(fields.getOrDefault(INSTRUCTION, DEFAULTS.instruction)),
                String.valueOf(fields.getOrDefault(OPEN, DEFAULTS.open)),
                String.valueOf(fields.getOrDefault(CLOSE, DEFAULTS.close)));
    }
}
