package org.reason4j.distillation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.loss.Distilling;
import org.reason4j.distillation.self.DemonstrationTeacher;
import org.reason4j.distillation.teacher.OnFailure;

/**
 * Self-distillation fine-tuning alone: the teacher is the policy itself, reading the example's demonstration; the student, which
 * does not, samples and learns to write what the teacher would. Rewards do not count, and a recipe needs none.
 *
 * <p>Metrics: {@code sdft/loss}, {@code sdft/reverse_kl}, {@code sdft/active_share}, {@code sdft/truncated_rows}, {@code
 * sdft/failed_rows}; with most likely tokens {@code sdft/teacher_mass}, {@code sdft/student_mass} and {@code sdft/topk_overlap}.
 *
 * @see <a href="https://arxiv.org/abs/2601.19897">SDFT, arXiv 2601.19897</a>
 */
public final class SdftOptimizer implements PolicyOptimizer {

    private final Distilling distilling;

    public SdftOptimizer(SdftLossConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        distilling = distilling(config, models, tokenizer, metrics);
    }

    /** What the regularizer of the same name does, too. */
    static Distilling distilling(SdftLossConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        DemonstrationTeacher teacher =
                new DemonstrationTeacher("sdft", config.demonstration(), models, tokenizer, metrics);
        return new Distilling(
                "sdft",
                config.term(),
                OnFailure.ABORT,
                (groups, k) -> teacher.score(
                        groups.stream()
                                .flatMap(group -> group.trajectories().stream())
                                .map(ScoredTrajectory::trajectory)
                                .toList(),
                        k),
                config.demonstration().requirements(),
                one -> Optional.empty(),
                models,
                metrics);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return distilling.credits(groups, false);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return distilling.loss(batch);
    }

    @Override
    public Requirements requirements() {
        return distilling.requirements();
    }
}
