package org.reason4j.core.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Reply;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingParams;
import org.reason4j.core.huggingface.StopStrings;
import org.reason4j.core.model.DecodingSession;

/**
 * A response being written: the prompt, what is known of the response, and how much of it the model has read.
 *
 * <p>The sequence is prompt and response together. A token that is read gives the next one, which is drawn unless it is
 * known already, as those of a prefix and of an observation are.
 *
 * <p>With an environment a response has turns. Where it would end, or at one of the environment's strings, it waits for an
 * answer; a turn that the length limit cuts off gets none. Without one it is a single turn that ends it.
 */
final class Response {

    private final RolloutRequest request;
    private final long key;
    private final Tokenizer tokenizer;
    private final Optional<Episodes> episodes;
    private final Optional<Family> family;
    private final Optional<StopStrings> stopStrings;
    private final Set<Integer> stop;
    private final Tokens prompt;
    private final int start; // where the response begins
    private final int[] sequence; // as long as it may become
    private final boolean[] learned; // of response tokens, as are the next three
    private final float[] logprobs;
    private final float[] sampledLogprobs;
    private final float[] turnRewards;
    private int known; // tokens in the sequence
    private int read; // of which the slot has keys and values
    private int shared; // of which it was given keys and values
    private Optional<Kept> origin = Optional.empty();
    private final List<Turn> turns = new ArrayList<>();
    private int turnStart; // response tokens before the current turn
    private Optional<StopStrings.Watch> watch; // of the current turn
    private String said = ""; // what the environment was told of a turn that has ended
    private String turnText = ""; // and what the trajectory says of it
    private @Nullable Dialogue dialogue;
    private boolean asking;
    private boolean cutOff;
    private @Nullable Finish finish;
    private Optional<String> failure = Optional.empty();

    /**
     * Prepares a response.
     *
     * @param key of its draws
     * @param episodes where the recipe has an environment
     * @param family those whose tokens it may continue
     */
    Response(
            RolloutRequest request,
            long key,
            Tokenizer tokenizer,
            Optional<Episodes> episodes,
            Optional<Family> family) {
        this.request = request;
        this.key = key;
        this.tokenizer = tokenizer;
        this.episodes = episodes;
        this.family = family;
        SamplingParams params = request.params();
        stop = new LinkedHashSet<>(tokenizer.endOfSequence());
        stop.addAll(params.stopIds());
        int[] given = request.prompt().tokens();
        int[] prefix = request.prefix();
        check(
                given.length > 0,
                "Prompt '%s' has no tokens; a response needs at least one to begin with",
                request.prompt().id());
        prompt = Tokens.butLast(given);
        start = given.length;
        known = start + prefix.length;
        sequence = Arrays.copyOf(given, known + params.maxTokens());
        System.arraycopy(prefix, 0, sequence, start, prefix.length);
        learned = Arrays.copyOf(request.learned(), sequence.length - start);
        logprobs = given(Stream.BEHAVIOUR_LOGPROBS);
        sampledLogprobs = given(Stream.SAMPLED_LOGPROBS);
        turnRewards = given(Stream.TURN_REWARDS);
        List<String> strings = new ArrayList<>(params.stop());
        episodes.ifPresent(environment -> strings.addAll(environment.stop()));
        stopStrings = strings.isEmpty() ? Optional.empty() : Optional.of(new StopStrings(tokenizer, strings));
        family.flatMap(relatives -> relatives.parent(request))
                .ifPresent(parent -> parent.turns.stream()
                        .filter(turn -> turn.end() <= prefix.length)
                        .forEach(turns::add));
        turnStart = turns.isEmpty() ? 0 : turns.get(turns.size() - 1).end();
        watch = watched();
    }

    /** Watches the current turn; a stop string may have begun in a prefix, but none that ended there was meant for it. */
    private Optional<StopStrings.Watch> watched() {
        Optional<StopStrings.Watch> next = stopStrings.map(StopStrings::watch);
        next.ifPresent(current -> {
            for (int token : tokens(turnStart, length())) {
                current.append(token);
            }
        });
        return next;
    }

    /** What the request brings of a stream, with room for what is to be written; 0 where it brings nothing. */
    private float[] given(Stream stream) {
        float[] numbers = request.streams().getOrDefault(stream, new float[0]);
        return Arrays.copyOf(numbers, sequence.length - start);
    }

    /** It has a slot: its episode begins, and is told the turns that it shares with another. */
    void enter() {
        episodes.ifPresent(environment -> {
            Dialogue begun = environment.begin(request.prompt(), request.sample());
            turns.forEach(turn -> begun.repeat(turn.said()));
            dialogue = begun;
        });
    }

    RolloutRequest request() {
        return request;
    }

    SamplingParams params() {
        return request.params();
    }

    /** Token ids that end the response. */
    IntStream stop() {
        return stop.stream().mapToInt(Integer::intValue);
    }

    /** The prompt but for its last token. It is read in one pass; all that follows is read token by token. */
    Tokens prompt() {
        return prompt;
    }

    /** Most tokens that the sequence can have. */
    int longest() {
        return sequence.length;
    }

    /** The sequence, of which only the first {@link #known} tokens have a meaning; not to be modified. */
    int[] sequence() {
        return sequence;
    }

    /** Number of tokens of the sequence so far. */
    int known() {
        return known;
    }

    /** Number of response tokens so far. */
    int length() {
        return known - start;
    }

    /** Prompt and response so far, as a key. */
    Tokens tokensSoFar() {
        return new Tokens(Arrays.copyOf(sequence, known));
    }

    /** Number of response tokens that were not given with the request. */
    int written() {
        return length() - request.prefix().length;
    }

    /** Number of tokens whose keys and values the slot holds; the position of the token to read next. */
    int read() {
        return read;
    }

    /** Takes keys and values of the first tokens, which are in its slot now, and those that were kept of them. */
    void share(int tokens, Optional<Kept> from) {
        read = tokens;
        shared = tokens;
        origin = from;
    }

    /** Number of tokens that it did not have to read, and has from {@link #origin}. */
    int shared() {
        return shared;
    }

    Optional<Kept> origin() {
        return origin;
    }

    Optional<Family> family() {
        return family;
    }

    /** The token to read next. */
    int next() {
        return sequence[read];
    }

    /** Number of tokens to come, those that are known and only have to be read included; 0 while the environment answers. */
    int left() {
        return finished() || asking ? 0 : sequence.length - 1 - read;
    }

    boolean finished() {
        return finish != null;
    }

    boolean failed() {
        return finish == Finish.FAILED;
    }

    /** Puts the draws for the next tokens into an array, from {@code offset} on. */
    void draw(float[] uniforms, int offset, int steps) {
        for (int i = 0; i < steps; i++) {
            uniforms[offset + i] = Draws.uniform(key, read + 1 + i - start);
        }
    }

    /** Puts the next tokens into an array where they are known. */
    void force(int[] forced, int offset, int steps) {
        for (int i = 0; i < steps && read + 1 + i < known; i++) {
            forced[offset + i] = sequence[read + 1 + i];
        }
    }

    /** Takes over what a stretch read and wrote in the response's slot, up to its end; returns how many tokens it read. */
    int append(DecodingSession.Stretch stretch, int slot) {
        int steps = 0;
        while (steps < stretch.steps() && left() > 0) {
            int at = slot * stretch.steps() + steps++;
            if (++read == known) {
                write(stretch.tokens()[at], stretch.logprobs()[at], stretch.sampledLogprobs()[at]);
            }
        }
        return steps;
    }

    private void write(int token, float logprob, float sampledLogprob) {
        learned[length()] = true;
        logprobs[length()] = logprob;
        sampledLogprobs[length()] = sampledLogprob;
        sequence[known++] = token;
        Optional<StopStrings.Match> match = watch.flatMap(current -> current.append(token));
        if (match.isPresent()) {
            endTurn(match.get());
        } else if (stop.contains(token)) {
            endTurn(writtenText(), writtenText());
        } else if (known == sequence.length) {
            cutOff();
        }
    }

    /** Ends at the length limit, once it is certain that the episode has begun. */
    private void cutOff() {
        turnText = writtenText();
        if (dialogue == null) {
            end(Finish.LENGTH);
        } else {
            cutOff = true;
            asking = true;
        }
    }

    /** What the policy wrote in this turn. */
    private String writtenText() {
        return tokenizer.decode(tokens(turnStart, length()), true);
    }

    /** Ends a turn with a stop string; one of the environment stays in the text, even if it is a special token. */
    private void endTurn(StopStrings.Match match) {
        boolean handsOver = episodes.isPresent() && episodes.get().stop().contains(match.stop());
        if (!handsOver) {
            endTurn(match.text(), match.text());
            return;
        }
        String said = match.text() + match.stop();
        String text = writtenText();
        endTurn(said, text.startsWith(said) ? text : said);
    }

    private void endTurn(String said, String text) {
        turnText = text;
        if (dialogue == null) {
            end(Finish.STOP);
        } else {
            dialogue.say(said);
            asking = true;
            this.said = said;
        }
    }

    private void end(Finish how) {
        finish = how;
        if (dialogue != null) {
            episodes.orElseThrow().end(dialogue);
        }
    }

    /** What is waited for, while the environment answers. */
    Optional<Dialogue> asked() {
        return asking ? Optional.ofNullable(dialogue) : Optional.empty();
    }

    /** Goes on where the environment has answered. */
    void listen() {
        Dialogue asked = asked().orElse(null);
        if (asked == null || !asked.pending().isDone()) {
            return;
        }
        asking = false;
        try {
            Optional<Episodes.Answer> answer = asked.pending().join();
            if (cutOff) {
                end(Finish.LENGTH);
            } else {
                take(answer.orElseThrow());
            }
        } catch (CompletionException | CancellationException e) {
            failure = Optional.of(asked.failure(e));
            end(Finish.FAILED);
        }
    }

    private void take(Episodes.Answer answer) {
        turnRewards[length() - 1] = (float) answer.reply().reward();
        if (answer.reply() instanceof Reply.Observation observation) {
            boolean lastTurn = turns.size() + 1 >= episodes.orElseThrow().maxTurns();
            boolean noRoom = known + answer.tokens().length >= sequence.length;
            if (lastTurn || noRoom) {
                end(Finish.LENGTH);
            } else {
                read(observation.text(), answer.tokens());
            }
        } else {
            end(Finish.STOP);
        }
    }

    /** Appends an observation; a turn of the policy follows. */
    private void read(String observation, int[] tokens) {
        System.arraycopy(tokens, 0, sequence, known, tokens.length);
        known += tokens.length;
        turns.add(new Turn(said, turnText + observation, length()));
        turnStart = length();
        turnText = "";
        watch = watched();
    }

    /** Response tokens from one index to before another. */
    int[] tokens(int from, int to) {
        return Arrays.copyOfRange(sequence, start + from, start + to);
    }

    /** Log-probabilities under the model of response tokens from one index to before another. */
    float[] logprobs(int from, int to) {
        return Arrays.copyOfRange(logprobs, from, to);
    }

    Trajectory trajectory(long policyVersion) {
        if (finish == null) {
            throw new IllegalStateException("the response is not finished");
        }
        int[] response = tokens(0, length());
        Map<Stream, float[]> streams = new HashMap<>();
        streams.put(Stream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(logprobs, response.length));
        streams.put(Stream.SAMPLED_LOGPROBS, Arrays.copyOf(sampledLogprobs, response.length));
        episodes.ifPresent(
                environment -> streams.put(Stream.TURN_REWARDS, Arrays.copyOf(turnRewards, response.length)));
        StringBuilder text = new StringBuilder();
        turns.forEach(turn -> text.append(turn.text()));
        return new Trajectory(
                request.prompt(),
                request.sample(),
                response,
                Arrays.copyOf(learned, response.length),
                text.append(turnText).toString(),
                finish,
                policyVersion,
                streams,
                request.branch(),
                failure);
    }

    /** Number of turns that the policy has begun. */
    int turnsBegun() {
        return turns.size() + 1;
    }
}
