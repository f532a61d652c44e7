package org.reason4j.agents.debate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.agents.game.Seat;
import org.reason4j.agents.text.Template;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/** One debate under way. Its first speaker argues for the first side where the sample index is even, else for the second. */
final class Debate {

    static final int JUDGE = 2;

    private static final List<String> ROLES = List.of("first", "second", "judge");

    /** A turn of the policy in a role: 0 and 1 for the speakers, 2 for the judge. */
    record Turn(int role, Trajectory trajectory) {}

    private final DebateConfig config;
    private final Prompt question;
    private final int sample;
    private final List<String> sides; // in the order of speeches
    private final List<String> said = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private Optional<Integer> winner = Optional.empty();
    private Optional<Integer> quitter = Optional.empty(); // the role that broke the debate off
    private Optional<String> broken = Optional.empty();

    Debate(DebateConfig config, Prompt question, List<String> sides, int sample) {
        this.config = config;
        this.question = question;
        this.sample = sample;
        this.sides = sample % 2 == 0 ? sides : List.of(sides.get(1), sides.get(0));
    }

    boolean isOver() {
        return winner.isPresent() || quitter.isPresent() || broken.isPresent();
    }

    /** The role whose turn it is. */
    int role() {
        return said.size() < 2 * config.rounds() ? said.size() % 2 : JUDGE;
    }

    int sample() {
        return sample;
    }

    int turn() {
        return said.size();
    }

    Prompt question() {
        return question;
    }

    List<Turn> turns() {
        return List.copyOf(turns);
    }

    Optional<Integer> winner() {
        return winner;
    }

    /** The role that broke the debate off, by saying nothing or by running out of tokens. */
    Optional<Integer> quitter() {
        return quitter;
    }

    /** Why the debate counts for nobody, where no role is to blame. */
    Optional<String> broken() {
        return broken;
    }

    /** What the role whose turn it is is asked. */
    List<Message> messages() {
        Map<String, String> values = new HashMap<>();
        List<Message> asked = question.messages();
        values.put(
                "question", asked.isEmpty() ? "" : asked.get(asked.size() - 1).content());
        values.put("transcript", transcript());
        if (role() == JUDGE) {
            values.put("first", sides.get(0));
            values.put("second", sides.get(1));
            return Template.asking(asked, Template.filled(config.decision(), values));
        }
        values.put("side", sides.get(role()));
        values.put("other", sides.get(1 - role()));
        return Template.asking(asked, Template.filled(config.speech(), values));
    }

    private String transcript() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            lines.add(i % 2 + 1 + ": " + said.get(i));
        }
        return lines.isEmpty() ? "nothing" : String.join("\n", lines);
    }

    /** The same as the policy's input. */
    Prompt prompt(Tokenizer tokenizer) {
        List<Message> messages = messages();
        Map<String, Object> fields = new HashMap<>(question.fields());
        fields.put(Seat.ROLE, ROLES.get(role()));
        fields.put(Seat.TASK, question.id());
        fields.put(Seat.EPISODE, question.id());
        String id = question.id() + "/" + sample + "/" + said.size();
        return Prompt.of(id, messages, tokenizer.render(messages)).withFields(fields);
    }

    /** The policy has written the turn that it was asked for. */
    void write(Trajectory turn) {
        turns.add(new Turn(role(), turn));
        if (turn.finish() == Finish.FAILED) {
            fail(turn.failure().orElse("the environment failed"));
        } else if (turn.finish() == Finish.LENGTH) {
            quit();
        } else {
            say(turn.text());
        }
    }

    /** The role whose turn it is has spoken. */
    void say(String text) {
        if (role() == JUDGE) {
            Optional<String> verdict = config.verdict().last(text).filter(one -> one.equals("1") || one.equals("2"));
            verdict.ifPresentOrElse(one -> winner = Optional.of(Integer.parseInt(one) - 1), this::quit);
        } else if (text.isBlank()) {
            quit();
        } else {
            said.add(text.strip());
        }
    }

    /** The role whose turn it is has said nothing that counts. */
    void quit() {
        quitter = Optional.of(role());
    }

    /** The debate counts for nobody. */
    void fail(String reason) {
        broken = Optional.of(reason);
    }

    /** True if the side of the winner is the example's answer; empty where there is no winner or no answer. */
    Optional<Boolean> isRight() {
        Optional<String> answer = question.field("answer").filter(sides::contains);
        return winner.flatMap(won -> answer.map(right -> sides.get(won).equals(right)));
    }

    /** What a role got; empty where nobody can tell. */
    Optional<Double> outcome(int role) {
        if (quitter.isPresent()) {
            int gone = quitter.get();
            if (role == gone) {
                return Optional.of(config.forfeit().loser());
            }
            return gone == JUDGE
                    ? Optional.empty()
                    : Optional.of(config.forfeit().other());
        }
        if (role == JUDGE) {
            return isRight().map(right -> right ? 1.0 : -1.0);
        }
        return winner.map(won -> won == role ? 1.0 : -1.0);
    }

    /** Why a turn of a role has no outcome. */
    String reason() {
        return broken.orElse(quitter.isPresent() ? "the judge gave no verdict" : "the example has no answer");
    }
}
