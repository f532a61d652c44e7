package org.reason4j.core.engine.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.rollout.partial.AnsweredTurn;
import org.reason4j.core.engine.rollout.partial.PartialResponse;

/**
 * A prompt and the response to it that is being written.
 *
 * <p>Known tokens are those of the prompt, of the request's prefix, of the policy so far and of the environment's
 * observations. Prefix apart, all response tokens together are limited, those of observations included.
 */
final class Sequence {

    private final RolloutRequest request;
    private final long key;
    private final boolean kept;
    private final Turns turns;
    private final Tokens prompt;
    private final int promptLength;
    private final int[] tokens; // as long as it may become
    private final ResponseStreams streams;
    private int known; // tokens so far
    private final int pause; // number of tokens after which the rest is left to another sequence
    private boolean paused;
    private @Nullable Finish finish;
    private Optional<String> failure = Optional.empty();

    /**
     * Prepares a sequence.
     *
     * @param key key of its draws
     * @param turns turns of the policy and the environment, those in the prefix included
     * @param kept true if later sequences of its plan may continue it
     * @throws org.reason4j.api.plugin.ConfigException if the prompt has no tokens
     */
    Sequence(RolloutRequest request, long key, Turns turns, boolean kept) {
        this(request, key, turns, kept, 0);
    }

    /**
     * Prepares a part of a response. Its prefix is read in one pass, with the prompt.
     *
     * @param part number of new tokens after which the rest is left to another sequence
     */
    static Sequence part(RolloutRequest request, long key, Turns turns, int part) {
        return new Sequence(request, key, turns, false, part);
    }

    private Sequence(RolloutRequest request, long key, Turns turns, boolean kept, int part) {
        this.request = request;
        this.key = key;
        this.turns = turns;
        this.kept = kept;
        int[] given = request.prompt().tokens();
        int[] prefix = request.prefix();
        check(
                given.length > 0,
                "Prompt '%s' has no tokens; a response needs at least one to begin with",
                request.prompt().id());
        promptLength = given.length;
        known = promptLength + prefix.length;
        tokens = Arrays.copyOf(given, known + params().maxTokens());
        System.arraycopy(prefix, 0, tokens, promptLength, prefix.length);
        prompt = Tokens.butLast(part > 0 ? Arrays.copyOf(tokens, known) : given);
        pause = part > 0 ? (int) Math.min((long) known + part, tokens.length) : tokens.length;
        streams = new ResponseStreams(request, tokens.length - promptLength, turns.hasEnvironment());
        turns.given(responseTokens(turns.answeredTokens(), length()));
    }

    RolloutRequest request() {
        return request;
    }

    SamplingParams params() {
        return request.params();
    }

    /** Key of its draws. */
    long key() {
        return key;
    }

    /** True if later sequences of its plan may continue it. */
    boolean isKept() {
        return kept;
    }

    /** Turns of the policy and the environment. */
    Turns turns() {
        return turns;
    }

    /**
     * What is read in one pass: the prompt without its last token, or all but the last token that a part of a response begins
     * with. All that follows is read token by token.
     */
    Tokens prompt() {
        return prompt;
    }

    /** Number of tokens of the whole prompt. */
    int promptLength() {
        return promptLength;
    }

    /** Most tokens that the sequence can have. */
    int longest() {
        return tokens.length;
    }

    /** Number of tokens at which the policy stops writing, at the latest. */
    int limit() {
        return pause;
    }

    /** The tokens, {@code [longest]}, of which the first {@link #known} have a meaning; not to be modified. */
    int[] tokens() {
        return tokens;
    }

    /** Number of tokens so far, {@code promptLength <= known <= longest}. */
    int known() {
        return known;
    }

    /** Number of response tokens so far. */
    int length() {
        return known - promptLength;
    }

    /** Number of response tokens that were not given with the request. */
    int written() {
        return length() - request.prefix().length;
    }

    /** True once no token follows: the response has ended, or its part has. */
    boolean isFinished() {
        return finish != null || paused;
    }

    /** True if the rest of the response is left to another sequence. */
    boolean isPaused() {
        return paused;
    }

    boolean isFailed() {
        return finish == Finish.FAILED;
    }

    /** True while the policy writes the next token: the response has not ended, and no answer of the environment is due. */
    boolean isOpen() {
        return !isFinished() && !turns.isWaiting();
    }

    /** Number of tokens with which both begin, without the last known one of the other, which is always read. */
    int sharedWith(Sequence other) {
        int limit = Math.min(known, other.known - 1);
        int difference = Arrays.mismatch(tokens, 0, limit, other.tokens, 0, limit);
        return difference < 0 ? limit : difference;
    }

    /** Begins the episode, if there is an environment. */
    void begin() {
        turns.begin(request.prompt(), request.sample());
    }

    /** Appends a token that the policy wrote. Not to be called unless the sequence {@link #isOpen}. */
    void write(int token, float logprob, float sampledLogprob) {
        streams.write(length(), logprob, sampledLogprob);
        tokens[known++] = token;
        if (turns.write(token)) {
            endUnlessWaiting(Finish.STOP);
        } else if (known == tokens.length) {
            turns.cutOff();
            endUnlessWaiting(Finish.LENGTH);
        } else {
            pauseIfDue();
        }
    }

    private void pauseIfDue() {
        if (known >= pause) {
            paused = true;
            turns.end();
        }
    }

    private void endUnlessWaiting(Finish how) {
        if (!turns.isWaiting()) {
            end(how);
        }
    }

    private void end(Finish how) {
        finish = how;
        turns.end();
    }

    /** Goes on where the environment has answered. */
    void listen() {
        turns.listen().ifPresent(this::take);
    }

    private void take(Turns.Outcome outcome) {
        streams.reward(length() - 1, outcome.reward());
        failure = outcome.failure();
        outcome.finish().ifPresent(this::end);
        outcome.observation().ifPresent(this::append);
    }

    /** Appends an observation, if there is room for it and for a token of the next turn. */
    private void append(Turns.Observation observation) {
        int[] added = observation.tokens();
        if (known + added.length >= tokens.length) {
            end(Finish.LENGTH);
            return;
        }
        System.arraycopy(added, 0, tokens, known, added.length);
        known += added.length;
        turns.goOn(observation, length());
        pauseIfDue();
    }

    /** Response tokens {@code from} to before {@code to}. */
    int[] responseTokens(int from, int to) {
        return Arrays.copyOfRange(tokens, promptLength + from, promptLength + to);
    }

    /** Log-probabilities under the model of response tokens {@code from} to before {@code to}. */
    float[] logprobs(int from, int to) {
        return streams.logprobs(from, to);
    }

    /**
     * Returns the finished response.
     *
     * @throws IllegalStateException if it is not finished
     */
    Trajectory trajectory(long policyVersion) {
        if (finish == null) {
            throw new IllegalStateException("the response is not finished");
        }
        return trajectory(policyVersion, finish);
    }

    private Trajectory trajectory(long policyVersion, Finish how) {
        Trajectory sampled = streams.addTo(
                Trajectory.sampled(
                        request.prompt(),
                        request.sample(),
                        responseTokens(0, length()),
                        turns.text(),
                        how == Finish.FAILED ? Finish.STOP : how,
                        streams.oldestVersion(length(), policyVersion),
                        request.params()),
                policyVersion);
        Trajectory written = failure.map(sampled::withFailure).orElse(sampled);
        return request.branch().map(written::withBranch).orElse(written);
    }

    /**
     * Returns the response as far as it is written, once this part of it is finished.
     *
     * @param before what it was before
     */
    PartialResponse response(PartialResponse before, long policyVersion) {
        Trajectory written = paused ? trajectory(policyVersion, Finish.LENGTH) : trajectory(policyVersion);
        return new PartialResponse(
                before.trajectory().params().map(written::withParams).orElse(written),
                turns.answered(),
                before.batch(),
                !paused);
    }

    /** Answered turns that end within the first {@code length} response tokens. */
    List<AnsweredTurn> turnsWithin(int length) {
        return turns.answered().stream().filter(turn -> turn.end() <= length).toList();
    }

    /** Names prompt and sample in messages. */
    @Override
    public String toString() {
        return "sample " + request.sample() + " of prompt '" + request.prompt().id() + "'";
    }
}
