package org.reason4j.agents.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.agents.ask.Reply;
import org.reason4j.agents.game.Position;
import org.reason4j.agents.game.Seat;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/**
 * One game under way. A player who makes an illegal move, or whose turn runs out of tokens, has lost; where an environment or
 * another model breaks, nobody has.
 */
final class Match {

    /** Why a game ended. */
    enum End {
        /** By its rules. */
        RULES,
        /** By an illegal move. */
        ILLEGAL,
        /** By a turn that ran out of tokens. */
        TIMEOUT,
        /** By no fault of a player: it counts for nobody. */
        VOID
    }

    /** A turn of the policy. */
    record Turn(int player, Trajectory trajectory) {}

    /**
     * The end.
     *
     * @param end why
     * @param player who moved last, and is to blame for an illegal move or a timeout
     * @param reason of a game that counts for nobody
     */
    record Result(End end, int player, String reason) {}

    private final Seat start;
    private final int sample;
    private final Tokenizer tokenizer;
    private final List<String> played = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private Seat now;
    private Optional<Result> result = Optional.empty();

    Match(Seat start, int sample, Tokenizer tokenizer) {
        this.start = start.complete();
        this.sample = sample;
        this.tokenizer = tokenizer;
        now = this.start;
    }

    /** The place of the player whose turn it is. */
    Seat now() {
        return now;
    }

    /** Where the game began. */
    Seat start() {
        return start;
    }

    /** Number of the game among those with the same start. */
    int sample() {
        return sample;
    }

    int player() {
        return now.position().player();
    }

    /** Moves since the start. */
    int length() {
        return played.size();
    }

    boolean isOver() {
        return result.isPresent();
    }

    /** The end, once the game is over. */
    Result result() {
        return result.orElseThrow();
    }

    /** The policy's turns so far. */
    List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** The conversation with the player whose turn it is. */
    List<Message> messages() {
        return start.messages(now.position());
    }

    /** The policy has written the turn that it was asked for. */
    void write(Trajectory turn) {
        turns.add(new Turn(player(), turn));
        if (turn.finish() == Finish.FAILED) {
            end(End.VOID, turn.failure().orElse("the environment failed"));
        } else if (turn.finish() == Finish.LENGTH) {
            end(End.TIMEOUT, "");
        } else {
            say(turn.text());
        }
    }

    /** Another model has answered. */
    void take(Reply reply) {
        if (reply instanceof Reply.Said said) {
            say(said.text());
        } else if (reply instanceof Reply.Failed failed) {
            end(End.VOID, failed.reason());
        } else {
            end(End.TIMEOUT, "");
        }
    }

    private void say(String text) {
        now.wording().move(text).ifPresentOrElse(this::move, () -> end(End.ILLEGAL, ""));
    }

    /** The player whose turn it is moves. */
    void move(String move) {
        Optional<Position> next = now.position().after(move);
        if (next.isEmpty()) {
            end(End.ILLEGAL, "");
            return;
        }
        played.add(move);
        Position reached = next.get();
        if (reached.isOver()) {
            now = new Seat(now.game(), reached, now.wording(), now.prompt());
            end(End.RULES, "");
        } else {
            String id = start.prompt().id() + "/" + sample + "/" + played.size();
            now = start.after(id, played, reached, tokenizer);
        }
    }

    private void end(End end, String reason) {
        result = Optional.of(new Result(end, player(), reason));
    }

    /** What a player got; of a game that is over and counts. */
    double outcome(int player, Forfeit forfeit) {
        Result ended = result();
        return switch (ended.end()) {
            case RULES -> now.position().outcome(player);
            case ILLEGAL, TIMEOUT -> player == ended.player() ? forfeit.loser() : forfeit.other();
            case VOID -> throw new IllegalStateException("a game that counts for nobody has no outcome");
        };
    }
}
