package ${package};

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Finish;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;

/**
 * Writes tokens that are all equally likely, {@code p = 1 / V} each: what a model does that knows nothing. A control, and
 * the place to call a server from.
 *
 * <p>A draw is a function of the request's seed and the token's place in the response. Filters such as top-k keep all tokens,
 * which are ties; a greedy request gets the lowest id.
 */
public final class ${className} implements RolloutBackend {

    private final ${className}Config config;
    private final int vocabulary;
    private volatile long version;

    public ${className}(${className}Config config, Tokenizer tokenizer) {
        this.config = config;
        this.vocabulary = tokenizer.vocabularySize();
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.all().withMaxOpenRequests(config.maxOpenRequests());
    }

    /** A server would load {@code weights.write(directory)} here. */
    @Override
    public void update(PolicyWeights weights) {
        version = weights.version();
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
        int[] tokens = new int[request.params().maxTokens()];
        int length = 0;
        boolean stopped = false;
        while (!stopped && length < tokens.length) {
            tokens[length] = draw(request, request.position() + length);
            stopped = request.params().stopIds().contains(tokens[length]);
            length++;
        }
        float[] logprobs = new float[length];
        Arrays.fill(logprobs, (float) -Math.log(vocabulary));
        return CompletableFuture.completedFuture(Generation.of(
                Arrays.copyOf(tokens, length), logprobs, logprobs, stopped ? Finish.STOP : Finish.LENGTH, version));
    }

    private int draw(GenerationRequest request, int position) {
        return request.params().isGreedy()
                ? 0
                : (int) SplitMix64.below(SplitMix64.key(request.seed(), position), vocabulary);
    }
}
