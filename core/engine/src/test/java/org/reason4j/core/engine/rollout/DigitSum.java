package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;

/**
 * A calculator: adds up the digits of a turn and says how many turns there were and what the sum over all of them is, as in
 * {@code [2:37]}. It gives the turn's sum as reward, and ends the response when the total reaches a goal.
 */
class DigitSum implements Environment {

    private final int goal;
    final List<Session> begun = Collections.synchronizedList(new ArrayList<>());

    DigitSum(int goal) {
        this.goal = goal;
    }

    @Override
    public Episode begin(Prompt prompt, int sample) throws Exception {
        Session session = new Session();
        begun.add(session);
        return session;
    }

    /** Letters that a policy without training writes often enough. */
    @Override
    public List<String> stop() {
        return List.of("=", "A", "B", "xy", "g", "h");
    }

    static int sum(String turn) {
        return turn.chars().filter(Character::isDigit).map(digit -> digit - '0').sum();
    }

    /** What it has added up so far. */
    class Session implements Episode {
        final List<String> turns = Collections.synchronizedList(new ArrayList<>());
        int total;
        volatile int closed;

        @Override
        public TurnResult answer(String turn) throws Exception {
            turns.add(turn);
            total += sum(turn);
            return total >= goal
                    ? new TurnResult.Done(sum(turn))
                    : new TurnResult.Observation("[" + turns.size() + ":" + total + "]", sum(turn));
        }

        @Override
        public synchronized void close() {
            closed++;
        }
    }
}
