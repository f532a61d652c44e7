package ${package};

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.regularizer.Regularizer;

/**
 * Keeps the policy near the one that the step began with: {@code coefficient * mean(d^2 / 2)} over learned tokens, with
 * {@code d = logprobs - oldLogprobs}.
 *
 * <p>Metric: {@code ${artifactId}/distance}, the mean without the coefficient.
 */
public record ${className}(${className}Config config) implements Regularizer {

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        NDArray distance = batch.learned(batch.logprobs().sub(batch.oldLogprobs()));
        NDArray perToken = distance.square().mul(0.5);
        batch.metric("${artifactId}/distance", perToken);
        return Optional.of(batch.tokenMean(perToken.mul(config.coefficient())));
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
    }
}
