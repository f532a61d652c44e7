package org.reason4j.distillation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.loss.Distilling;

/**
 * Self-distillation from demonstrations beside an optimizer: its loss is added to that of every update.
 *
 * <p>Metrics: those of the optimizer {@code sdft}.
 *
 * @see <a href="https://arxiv.org/abs/2601.19897">SDFT, arXiv 2601.19897</a>
 */
public final class SdftRegularizer implements Regularizer {

    private final Distilling distilling;

    public SdftRegularizer(SdftLossConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        distilling = SdftOptimizer.distilling(config, models, tokenizer, metrics);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return distilling.attach(groups);
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        return Optional.of(distilling.loss(batch));
    }

    @Override
    public Requirements requirements() {
        return distilling.requirements();
    }
}
