package org.reason4j.core.rollout;

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

/** A response being written. */
final class Response {

    private final RolloutRequest request;
    private final long key;
    private final Tokenizer tokenizer;
    private final StopStrings.@Nullable Watch watch;
    private final Set<Integer> stop;
    private final int[] tokens;
    private final float[] logprobs;
    private final float[] sampledLogprobs;
    private int length;
    private @Nullable Finish finish;
    private Optional<String> text = Optional.empty();

    Response(RolloutRequest request, long key, Tokenizer tokenizer) {
        this.request = request;
        this.key = key;
        this.tokenizer = tokenizer;
        SamplingParams params = request.params();
        watch = params.stop().isEmpty() ? null : new StopStrings(tokenizer, params.stop()).watch();
        stop = new LinkedHashSet<>(tokenizer.endOfSequence());
        stop.addAll(params.stopIds());
        tokens = new int[params.maxTokens()];
        logprobs = new float[params.maxTokens()];
        sampledLogprobs = new float[params.maxTokens()];
    }

    SamplingParams params() {
        return request.params();
    }

    /** Token ids that end the response. */
    IntStream stop() {
        return stop.stream().mapToInt(Integer::intValue);
    }

    /** Prompt and prefix without the last token, which is fed to write the first. */
    int[] before() {
        int[] all = given();
        return Arrays.copyOf(all, all.length - 1);
    }

    private int[] given() {
        int[] prompt = request.prompt().tokens();
        int[] all = Arrays.copyOf(prompt, prompt.length + request.prefix().length);
        System.arraycopy(request.prefix(), 0, all, prompt.length, request.prefix().length);
        return all;
    }

    /** Most tokens that the sequence can have. */
    int longest() {
        return request.prompt().tokens().length + request.prefix().length + params().maxTokens();
    }

    /** The token to feed next. */
    int last() {
        int[] all = given();
        return length > 0 ? tokens[length - 1] : all[all.length - 1];
    }

    /** The position of {@link #last}. */
    int position() {
        return request.prompt().tokens().length + request.prefix().length + length - 1;
    }

    int left() {
        return finished() ? 0 : params().maxTokens() - length;
    }

    boolean finished() {
        return finish != null;
    }

    /** Puts the draws for the next tokens into an array, from {@code offset} on. */
    void draw(float[] uniforms, int offset, int steps) {
        for (int i = 0; i < steps; i++) {
            uniforms[offset + i] = Draws.uniform(key, request.prefix().length + length + i);
        }
    }

    /** Takes over what a stretch wrote into the response's slot, up to its end. */
    void append(DecodingSession.Stretch stretch, int slot) {
        for (int i = 0; i < stretch.steps() && finish == null; i++) {
            int at = slot * stretch.steps() + i;
            tokens[length] = stretch.tokens()[at];
            logprobs[length] = stretch.logprobs()[at];
            sampledLogprobs[length] = stretch.sampledLogprobs()[at];
            int token = tokens[length++];
            Optional<StopStrings.Match> match = watch == null ? Optional.empty() : watch.append(token);
            if (match.isPresent()) {
                text = Optional.of(match.get().text());
                finish = Finish.STOP;
            } else if (stop.contains(token)) {
                finish = Finish.STOP;
            } else if (length == params().maxTokens()) {
                finish = Finish.LENGTH;
            }
        }
    }

    Trajectory trajectory(long policyVersion) {
        if (finish == null) {
            throw new IllegalStateException("the response is not finished");
        }
        int[] prefix = request.prefix();
        int[] response = Arrays.copyOf(prefix, prefix.length + length);
        System.arraycopy(tokens, 0, response, prefix.length, length);
        boolean[] learned = Arrays.copyOf(request.learned(), response.length);
        Arrays.fill(learned, prefix.length, response.length, true);
        return new Trajectory(
                request.prompt(),
                request.sample(),
                response,
                learned,
                text.orElseGet(() -> tokenizer.decode(response, true)),
                finish,
                policyVersion,
                Map.of(
                        Stream.BEHAVIOUR_LOGPROBS, after(Stream.BEHAVIOUR_LOGPROBS, logprobs),
                        Stream.SAMPLED_LOGPROBS, after(Stream.SAMPLED_LOGPROBS, sampledLogprobs)),
                request.branch(),
                Optional.empty());
    }

    /** What the request brings of a stream, then what was written; 0 where it brings nothing. */
    private float[] after(Stream stream, float[] numbers) {
        int prefix = request.prefix().length;
        float[] before = request.streams().getOrDefault(stream, new float[prefix]);
        float[] all = Arrays.copyOf(before, prefix + length);
        System.arraycopy(numbers, 0, all, prefix, length);
        return all;
    }
}
