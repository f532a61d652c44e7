package org.reason4j.core.engine.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.decoding.Chunk;

/**
 * A response being written: the prompt, what is known of the response, and how much of it the model has read.
 *
 * <p>The sequence is prompt and response together. A token that is read gives the next one, which is drawn unless it is
 * known already, as those of a prefix and of an observation are. Prefix apart, all tokens together are limited, those that
 * the environment inserts included.
 */
final class Response {

    private final RolloutRequest request;
    private final long key;
    private final boolean hasEnvironment;
    private final Optional<Family> family;
    private final Conversation conversation;
    private final Tokens prompt;
    private final int start; // where the response begins
    private final int[] sequence; // as long as it may become
    private final boolean[] learned; // of response tokens, as are the next three
    private final float[] logprobs;
    private final float[] sampledLogprobs;
    private final float[] turnRewards; // none without an environment
    private int known; // tokens in the sequence
    private int read; // of which the slot has keys and values
    private int shared; // of which keys and values are outside the slot, too
    private Optional<Kept> origin = Optional.empty();
    private final TreeSet<Integer> lendings = new TreeSet<>(); // numbers of tokens that others wait for
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
        hasEnvironment = episodes.isPresent();
        this.family = family;
        int[] given = request.prompt().tokens();
        int[] prefix = request.prefix();
        check(
                given.length > 0,
                "Prompt '%s' has no tokens; a response needs at least one to begin with",
                request.prompt().id());
        prompt = Tokens.butLast(given);
        start = given.length;
        known = start + prefix.length;
        sequence = Arrays.copyOf(given, known + params().maxTokens());
        System.arraycopy(prefix, 0, sequence, start, prefix.length);
        learned = Arrays.copyOf(request.learned(), sequence.length - start);
        logprobs = given(TokenStream.BEHAVIOUR_LOGPROBS);
        sampledLogprobs = given(TokenStream.SAMPLED_LOGPROBS);
        turnRewards = hasEnvironment ? given(TokenStream.TURN_REWARDS) : new float[0];
        List<Turn> turns = sharedTurns();
        conversation = new Conversation(tokenizer, episodes, params(), turns);
        conversation.given(
                tokens(turns.isEmpty() ? 0 : turns.get(turns.size() - 1).end(), length()));
    }

    /** Turns of the response that this one leaves, as far as they are in the prefix. */
    private List<Turn> sharedTurns() {
        return family.flatMap(relatives -> relatives.parent(request)).stream()
                .flatMap(parent -> parent.conversation.turns().stream())
                .filter(turn -> turn.end() <= request.prefix().length)
                .toList();
    }

    /** What the request brings of a stream, with room for what is to be written; 0 where it brings nothing. */
    private float[] given(TokenStream stream) {
        float[] numbers = request.find(stream).orElse(new float[0]);
        return Arrays.copyOf(numbers, sequence.length - start);
    }

    /** It has a slot: its episode begins, if there is an environment. */
    void enter() {
        conversation.begin(request.prompt(), request.sample());
    }

    RolloutRequest request() {
        return request;
    }

    SamplingParams params() {
        return request.params();
    }

    /** Token ids that end the response. */
    IntStream stop() {
        return conversation.stopIds();
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

    /** Number of its first tokens that are in {@link #origin}: it was given them, or has lent them. */
    int shared() {
        return shared;
    }

    /** Others wait until it has read so many tokens, because they begin with the same. */
    void lend(int tokens) {
        lendings.add(tokens);
    }

    /** How many of its first tokens it can lend now; nothing unless somebody waits for them. */
    Optional<Integer> lendable() {
        return Optional.ofNullable(lendings.floor(read)).filter(count -> count > shared);
    }

    /** Takes note that the beginning that others wait for was kept. */
    void lent(Kept beginning) {
        shared = beginning.tokens().count();
        origin = Optional.of(beginning);
        lendings.headSet(shared, true).clear();
    }

    /** Number of tokens with which both begin, but for the last of the other, which it always reads itself. */
    int sharedWith(Response other) {
        int limit = Math.min(known, other.known - 1);
        int difference = Arrays.mismatch(sequence, 0, limit, other.sequence, 0, limit);
        return difference < 0 ? limit : difference;
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
        return finished() || conversation.isWaiting() ? 0 : sequence.length - 1 - read;
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
    int append(Chunk chunk, int slot) {
        int steps = 0;
        while (steps < chunk.steps() && left() > 0) {
            int at = slot * chunk.steps() + steps++;
            if (++read == known) {
                write(chunk.tokens()[at], chunk.logprobs()[at], chunk.sampledLogprobs()[at]);
            }
        }
        return steps;
    }

    private void write(int token, float logprob, float sampledLogprob) {
        learned[length()] = true;
        logprobs[length()] = logprob;
        sampledLogprobs[length()] = sampledLogprob;
        sequence[known++] = token;
        if (conversation.write(token)) {
            endUnlessAsked(Finish.STOP);
        } else if (known == sequence.length) {
            conversation.cutOff();
            endUnlessAsked(Finish.LENGTH);
        }
    }

    private void endUnlessAsked(Finish how) {
        if (!conversation.isWaiting()) {
            end(how);
        }
    }

    private void end(Finish how) {
        finish = how;
        conversation.end();
    }

    /** What is waited for, while the environment answers. */
    Optional<Dialogue> awaited() {
        return conversation.awaited();
    }

    /** Goes on where the environment has answered. */
    void listen() {
        conversation.listen().ifPresent(this::take);
    }

    private void take(Conversation.Outcome outcome) {
        turnRewards[length() - 1] = outcome.reward();
        failure = outcome.failure();
        outcome.finish().ifPresent(this::end);
        outcome.observation().ifPresent(this::take);
    }

    /** Appends an observation, if there is room for it and for a token that the policy writes then. */
    private void take(Conversation.Observation observation) {
        int[] tokens = observation.tokens();
        if (known + tokens.length >= sequence.length) {
            end(Finish.LENGTH);
            return;
        }
        System.arraycopy(tokens, 0, sequence, known, tokens.length);
        known += tokens.length;
        conversation.goOn(observation, length());
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
        int length = length();
        Trajectory written = Trajectory.sampled(
                        request.prompt(),
                        request.sample(),
                        tokens(0, length),
                        conversation.text(),
                        failed() ? Finish.STOP : finish,
                        policyVersion,
                        request.params())
                .withLearned(Arrays.copyOf(learned, length))
                .with(TokenStream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(logprobs, length))
                .with(TokenStream.SAMPLED_LOGPROBS, Arrays.copyOf(sampledLogprobs, length));
        if (hasEnvironment) {
            written = written.with(TokenStream.TURN_REWARDS, Arrays.copyOf(turnRewards, length));
        }
        if (failure.isPresent()) {
            written = written.withFailure(failure.get());
        }
        return request.branch().map(written::withBranch).orElse(written);
    }

    /** Number of turns that the policy has begun. */
    int turnsBegun() {
        return conversation.turns().size() + 1;
    }
}
