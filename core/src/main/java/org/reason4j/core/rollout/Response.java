package org.reason4j.core.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingParams;
import org.reason4j.core.huggingface.StopStrings;
import org.reason4j.core.model.DecodingSession;

/**
 * A response being written: the prompt, what is known of the response, and how much of it the model has read.
 *
 * <p>The sequence is prompt and response together. A token that is read gives the next one, which is drawn unless it is
 * known already, as that of a prefix is.
 */
final class Response {

    private final RolloutRequest request;
    private final long key;
    private final Tokenizer tokenizer;
    private final StopStrings.@Nullable Watch watch;
    private final Set<Integer> stop;
    private final Tokens prompt;
    private final int start; // where the response begins
    private final int[] sequence; // as long as it may become
    private final float[] logprobs; // of response tokens
    private final float[] sampledLogprobs;
    private int known; // tokens in the sequence
    private int read; // of which the slot has keys and values
    private @Nullable Finish finish;
    private @Nullable String text;

    Response(RolloutRequest request, long key, Tokenizer tokenizer) {
        this.request = request;
        this.key = key;
        this.tokenizer = tokenizer;
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
        logprobs = given(Stream.BEHAVIOUR_LOGPROBS);
        sampledLogprobs = given(Stream.SAMPLED_LOGPROBS);
        watch = params.stop().isEmpty() ? null : new StopStrings(tokenizer, params.stop()).watch();
        if (watch != null) {
            watch.append(prefix); // a stop string may begin there; one that ends there was not meant for this response
        }
    }

    /** What the request brings of a stream, with room for what is to be written; 0 where it brings nothing. */
    private float[] given(Stream stream) {
        float[] numbers = request.streams().getOrDefault(stream, new float[0]);
        return Arrays.copyOf(numbers, sequence.length - start);
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

    /** Number of tokens whose keys and values the slot holds; the position of the token to read next. */
    int read() {
        return read;
    }

    /** The slot holds the keys and values of the first tokens. */
    void read(int tokens) {
        read = tokens;
    }

    /** The token to read next. */
    int next() {
        return sequence[read];
    }

    /** Number of tokens to come, those that are known and only have to be read included. */
    int left() {
        return finished() ? 0 : sequence.length - 1 - read;
    }

    boolean finished() {
        return finish != null;
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
        logprobs[known - start] = logprob;
        sampledLogprobs[known - start] = sampledLogprob;
        sequence[known++] = token;
        Optional<StopStrings.Match> match = watch == null ? Optional.empty() : watch.append(token);
        if (match.isPresent()) {
            text = match.get().text();
            finish = Finish.STOP;
        } else if (stop.contains(token)) {
            finish = Finish.STOP;
        } else if (known == sequence.length) {
            finish = Finish.LENGTH;
        }
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
        boolean[] learned = Arrays.copyOf(request.learned(), response.length);
        Arrays.fill(learned, request.prefix().length, response.length, true);
        return new Trajectory(
                request.prompt(),
                request.sample(),
                response,
                learned,
                text != null ? text : tokenizer.decode(response, true),
                finish,
                policyVersion,
                Map.of(
                        Stream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(logprobs, response.length),
                        Stream.SAMPLED_LOGPROBS, Arrays.copyOf(sampledLogprobs, response.length)),
                request.branch(),
                Optional.empty());
    }
}
