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
import org.reason4j.core.engine.rollout.partial.AnsweredTurn;
import org.reason4j.core.formats.huggingface.StopStrings;

/**
 * Turns of a response: the end of each of them, the environment's answers, and the text of both.
 *
 * <p>With an environment a turn ends where the response would, or at one of the environment's strings. Then the response
 * waits for an answer; a turn that the length limit cuts off gets none. Without an environment the first turn's end is the
 * response's.
 */
final class Turns {

    private final Tokenizer tokenizer;
    private final Optional<Episodes> episodes;
    private final Optional<StopStrings> strings;
    private final Set<Integer> stopIds;
    private final List<String> stopStrings;
    private final List<AnsweredTurn> answered;
    private final List<Integer> current = new ArrayList<>(); // tokens of the turn that is being written
    private Optional<StopStrings.Watch> watch;
    private String said = ""; // a turn that has ended, as the environment reads it
    private String text = ""; // and as it stands in the trajectory
    private @Nullable Dialogue dialogue;
    private boolean waiting;
    private boolean cutOff;

    /**
     * Prepares the turns of a response.
     *
     * @param params ends of a turn, beside the end of sequence and the environment's strings
     * @param shared answered turns with which the response begins, taken over from another one
     */
    Turns(Tokenizer tokenizer, Optional<Episodes> episodes, SamplingParams params, List<AnsweredTurn> shared) {
        this.tokenizer = tokenizer;
        this.episodes = episodes;
        stopIds = new LinkedHashSet<>(tokenizer.endOfSequence());
        stopIds.addAll(params.stopIds());
        List<String> stop = new ArrayList<>(params.stop());
        episodes.ifPresent(environment -> stop.addAll(environment.stop()));
        stopStrings = List.copyOf(stop);
        strings = stop.isEmpty() ? Optional.empty() : Optional.of(new StopStrings(tokenizer, stop));
        answered = new ArrayList<>(shared);
        watch = strings.map(StopStrings::watch);
    }

    /** Begins the episode, if there is an environment, and repeats the turns to it that were taken over. */
    void begin(Prompt prompt, int sample) {
        episodes.ifPresent(environment -> {
            Dialogue begun = environment.begin(prompt, sample);
            answered.forEach(turn -> begun.repeat(turn.said()));
            dialogue = begun;
        });
    }

    /** Token ids that end a turn. */
    IntStream stopIds() {
        return stopIds.stream().mapToInt(Integer::intValue);
    }

    /** Strings that end a turn. */
    List<String> stopStrings() {
        return stopStrings;
    }

    boolean hasEnvironment() {
        return episodes.isPresent();
    }

    /** Turns that the environment has answered. */
    List<AnsweredTurn> answered() {
        return answered;
    }

    /** Number of response tokens up to the end of the last answer. */
    int answeredTokens() {
        return answered.isEmpty() ? 0 : answered.get(answered.size() - 1).end();
    }

    /** Number of turns that the policy has begun. */
    int begun() {
        return answered.size() + 1;
    }

    /** Begins the current turn with given tokens: a stop string may begin among them; one that ends there has no effect. */
    void given(int[] tokens) {
        for (int token : tokens) {
            current.add(token);
            watch.ifPresent(watching -> watching.append(token));
        }
    }

    /** Appends a token that the policy wrote; returns true if it ends the turn. Then the environment is asked, if there is one. */
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

    /** Ends the turn unfinished. With an environment the response waits until the episode has begun, or failed to. */
    void cutOff() {
        text = written();
        cutOff = true;
        waiting = dialogue != null;
    }

    /** True if nothing can be written until the environment has answered. */
    boolean isWaiting() {
        return waiting;
    }

    /** The episode whose answer is due. */
    Optional<Dialogue> awaited() {
        return waiting ? Optional.ofNullable(dialogue) : Optional.empty();
    }

    /**
     * Result of a turn.
     *
     * @param reward its reward
     * @param observation text that the policy reads, unless the response ends
     * @param finish end of the response
     * @param failure cause of {@link Finish#FAILED}
     */
    record Outcome(float reward, Optional<Observation> observation, Optional<Finish> finish, Optional<String> failure) {

        private static Outcome ended(double reward, Finish finish) {
            return new Outcome((float) reward, Optional.empty(), Optional.of(finish), Optional.empty());
        }
    }

    /** A text that the policy reads, and its tokens. */
    record Observation(String text, int[] tokens) {}

    /** Returns the result of the turn, once; empty while it is due. */
    Optional<Outcome> listen() {
        Optional<Dialogue> asked = awaited().filter(each -> each.pending().isDone());
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        waiting = false;
        try {
            Optional<Dialogue.Answer> answer = asked.get().pending().join();
            return Optional.of(cutOff ? Outcome.ended(0, Finish.LENGTH) : outcome(answer.orElseThrow()));
        } catch (CompletionException | CancellationException e) {
            String failure = asked.get().failure(e);
            return Optional.of(new Outcome(0, Optional.empty(), Optional.of(Finish.FAILED), Optional.of(failure)));
        }
    }

    private Outcome outcome(Dialogue.Answer answer) {
        double reward = answer.reply().reward();
        if (!(answer.reply() instanceof TurnResult.Observation observation)) {
            return Outcome.ended(reward, Finish.STOP);
        }
        if (begun() >= episodes.orElseThrow().maxTurns()) {
            return Outcome.ended(reward, Finish.LENGTH);
        }
        return new Outcome(
                (float) reward,
                Optional.of(new Observation(observation.text(), answer.tokens())),
                Optional.empty(),
                Optional.empty());
    }

    /** Begins the next turn after an observation, with which the response has {@code length} tokens. */
    void goOn(Observation observation, int length) {
        answered.add(new AnsweredTurn(said, text + observation.text(), length));
        current.clear();
        text = "";
        watch = strings.map(StopStrings::watch);
    }

    /** Text of the policy and the environment. */
    String text() {
        StringBuilder all = new StringBuilder();
        answered.forEach(turn -> all.append(turn.text()));
        return all.append(text).toString();
    }

    /** Ends the episode, if there is one. */
    void end() {
        if (dialogue != null) {
            episodes.orElseThrow().end(dialogue);
        }
    }
}
