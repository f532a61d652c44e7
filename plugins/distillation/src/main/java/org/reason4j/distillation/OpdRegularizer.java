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

/**
 * On-policy distillation beside an optimizer, in the loss: a distance from a teacher, at the tokens that the student sampled, is
 * added to the loss of every update. The two have denominators in common, and the optimizer's clip does not act on the term.
 *
 * <p>Metrics: those of the optimizer {@code opd}.
 *
 * @see <a href="https://github.com/volcengine/verl/blob/main/docs/algo/opd.md">verl, on-policy distillation</a>
 */
public final class OpdRegularizer implements Regularizer, AutoCloseable {

    private final OpdTeaching teaching;

    public OpdRegularizer(OpdLossConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        teaching = OpdTeaching.of(config, models, tokenizer, metrics);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return teaching.distilling().attach(groups);
    }

    @Override
    public Optional<NDArray> loss(TokenBatch batch) {
        return Optional.of(teaching.distilling().loss(batch));
    }

    @Override
    public Requirements requirements() {
        return teaching.distilling().requirements();
    }

    @Override
    public void close() {
        teaching.teachers().close();
    }
}
