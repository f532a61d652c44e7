package org.reason4j.distillation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/**
 * On-policy distillation alone, in the loss: the student samples, a teacher scores the very same tokens, and the distance
 * between the two is minimised. Rewards do not count, and a recipe needs none.
 *
 * <p>Metrics: {@code opd/loss}, {@code opd/reverse_kl}, for each of several teachers {@code opd/reverse_kl/KEY}, {@code
 * opd/active_share}, {@code opd/failed_rows}; with most likely tokens {@code opd/teacher_mass}, {@code opd/student_mass} and
 * {@code opd/topk_overlap}.
 *
 * @see <a href="https://thinkingmachines.ai/blog/on-policy-distillation/">On-policy distillation</a>
 * @see <a href="https://arxiv.org/abs/2306.13649">GKD, arXiv 2306.13649</a>
 */
public final class OpdOptimizer implements PolicyOptimizer, AutoCloseable {

    private final OpdTeaching teaching;

    public OpdOptimizer(OpdLossConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        teaching = OpdTeaching.of(config, models, tokenizer, metrics);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return teaching.distilling().credits(groups, false);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return teaching.distilling().loss(batch);
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
