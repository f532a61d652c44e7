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
 * Self-distillation from successes and feedback beside an optimizer: its loss is added to that of every update. Responses without
 * a teacher stay in the denominators.
 *
 * <p>Metrics: those of the optimizer {@code sdpo}.
 *
 * @see <a href="https://arxiv.org/abs/2601.20802">SDPO, arXiv 2601.20802</a>
 */
public final class SdpoRegularizer implements Regularizer {

    private final Distilling distilling;

    public SdpoRegularizer(SdpoConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        distilling = SdpoOptimizer.distilling(config, models, tokenizer, metrics);
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
