package org.reason4j.core.engine.rollout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.formats.huggingface.StopStrings;

/**
 * The turns of a response: where each of them ends, what the environment answers, and the text of both.
 *
 * <p>With an environment a turn ends where the response would, or at one of the environment's strings. Then an answer is
 * waited for; a turn that the length limit cuts off gets none. Without one the first turn's end is the response's.
 */
final class Conversation {

    private final Tokenizer tokenizer;
    private final Optional<Episodes> episodes;
    private final Optional<StopStrings> strings;
    private final Set<Integer> stopIds;
    private final List<Turn> turns;
    private final List<Integer> current = new ArrayList<>(); // tokens of the turn that is being written
    private Optional<StopStrings.Watch> watch;
    private String said = ""; // what the environment is told of a turn that has ended
    private String text = ""; // and what the trajectory says of it
    private @Nullable Dialogue dialogue;
    private boolean waiting;
    private boolean cutOff;

    /**
     * Prepares a conversation.
     *
     * @param params what ends a turn, beside the end of sequence and the environment's strings
     * @param shared turns that another response has had, with which this one begins
     */
    Conversation(Tokenizer tokenizer, Optional<Episodes> episodes, SamplingParams params, List<Turn> shared) {
        this.tokenizer = tokenizer;
        this.episodes = episodes;
        stopIds = new LinkedHashSet<>(tokenizer.endOfSequence());
        stopIds.addAll(params.stopIds());
        List<String> stop = new ArrayList<>(params.stop());
        episodes.ifPresent(environment -> stop.addAll(environment.stop()));
        strings = stop.isEmpty() ? Optional.empty() : Optional.of(new StopStrings(tokenizer, stop));
        turns = new ArrayList<>(shared);
        watch = strings.map(StopStrings::watch);
    }

    /** The response has a slot: its episode begins, and is told the turns that it shares with another. */
    void begin(Prompt prompt, int sample) {
        episodes.ifPresent(environment -> {
            Dialogue begun = environment.begin(prompt, sample);
            turns.forEach(turn -> begun.repeat(turn.said()));
            dialogue = begun;
        });
    }

    /** Token ids that end a turn. */
    IntStream stopIds() {
        return stopIds.stream().mapToInt(Integer::intValue);
    }

    /** Turns that the policy was answered. */
    List<Turn> turns() {
        return turns;
    }

    /** The current turn begins with given tokens: a stop string may begin among them, but none that ends there is meant. */
    void given(int[] tokens) {
        for (int token : tokens) {
            current.add(token);
            watch.ifPresent(watching -> watching.append(token));
        }
    }

    /** The policy wrote a token; returns whether it ended the turn. Then the environment is asked, if there is one. */
    boolean write(int token) {
        current.add(token);
        Optional<StopStrings.Match> match = watch.flatMap(watching -> watching.append(token));
        if (match.isPresent()) {
            stopAt(match.get());
        } else if (stopIds.contains(token)) {
            said = written();
            text = said;
        } else {
            return false;
        }
        if (dialogue != null) {
            dialogue.say(said);
            waiting = true;
        }
        return true;
    }

    /** A string of the environment stays in the text, even if it is a special token; one of the recipe does not. */
    private void stopAt(StopStrings.Match match) {
        said = match.text();
        text = said;
        if (episodes.isPresent() && episodes.get().stop().contains(match.stop())) {
            said = match.text() + match.stop();
            text = written().startsWith(said) ? written() : said;
        }
    }

    /** The text of the current turn. */
    private String written() {
        int[] tokens = current.stream().mapToInt(Integer::intValue).toArray();
        return tokenizer.decode(tokens, true);
    }

    /** The turn ends unfinished. The response waits until it is certain that the episode has begun, if there is one. */
    void cutOff() {
        text = written();
        cutOff = true;
        waiting = dialogue != null;
    }

    /** Whether nothing is to be written until the environment has answered. */
    boolean isWaiting() {
        return waiting;
    }

    /** What is waited for. */
    Optional<Dialogue> awaited() {
        return waiting ? Optional.ofNullable(dialogue) : Optional.empty();
    }

    /**
     * What came of a turn.
     *
     * @param reward for it
     * @param observation what the policy reads, unless the response ends
     * @param finish how the response ends
     * @param failure why it failed
     */
    record Outcome(float reward, Optional<Observation> observation, Optional<Finish> finish, Optional<String> failure) {

        private static Outcome ended(double reward, Finish finish) {
            return new Outcome((float) reward, Optional.empty(), Optional.of(finish), Optional.empty());
        }
    }

    /** A text that the policy reads, and its tokens. */
    record Observation(String text, int[] tokens) {}

    /** Returns what came of the turn, once; nothing while it is waited for. */
    Optional<Outcome> listen() {
        Optional<Dialogue> asked = awaited().filter(each -> each.pending().isDone());
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        waiting = false;
        try {
            Optional<Episodes.Answer> answer = asked.get().pending().join();
            return Optional.of(cutOff ? Outcome.ended(0, Finish.LENGTH) : outcome(answer.orElseThrow()));
        } catch (CompletionException | CancellationException e) {
            String failure = asked.get().failure(e);
            return Optional.of(new Outcome(0, Optional.empty(), Optional.of(Finish.FAILED), Optional.of(failure)));
        }
    }

    private Outcome outcome(Episodes.Answer answer) {
        double reward = answer.reply().reward();
        if (!(answer.reply() instanceof TurnResult.Observation observation)) {
            return Outcome.ended(reward, Finish.STOP);
        }
        if (turns.size() + 1 >= episodes.orElseThrow().maxTurns()) {
            return Outcome.ended(reward, Finish.LENGTH);
        }
        return new Outcome(
                (float) reward,
                Optional.of(new Observation(observation.text(), answer.tokens())),
                Optional.empty(),
                Optional.empty());
    }

    /** The policy reads an observation, with which the response has so many tokens, and has the next turn. */
    void goOn(Observation observation, int length) {
        turns.add(new Turn(said, text + observation.text(), length));
        current.clear();
        text = "";
        watch = strings.map(StopStrings::watch);
    }

    /** What everybody wrote. */
    String text() {
        StringBuilder all = new StringBuilder();
        turns.forEach(turn -> all.append(turn.text()));
        return all.append(text).toString();
    }

    /** The response is over, and so is its episode. */
    void end() {
        if (dialogue != null) {
            episodes.orElseThrow().end(dialogue);
        }
    }
}
