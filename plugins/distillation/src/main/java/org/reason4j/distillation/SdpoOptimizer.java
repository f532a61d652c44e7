package org.reason4j.distillation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.loss.Distilling;
import org.reason4j.distillation.self.SuccessTeacher;
import org.reason4j.distillation.teacher.OnFailure;

/**
 * Self-distillation policy optimization alone: the teacher is the policy itself, reading a sibling's success or feedback on the
 * response, and the student learns to write without what the teacher writes with it. Rewards only say what a success is.
 *
 * <p>Metrics: {@code sdpo/loss}, {@code sdpo/reverse_kl}, {@code sdpo/active_share}, {@code sdpo/truncated_rows}, {@code
 * sdpo/failed_rows}; with most likely tokens {@code sdpo/teacher_mass}, {@code sdpo/student_mass} and {@code sdpo/topk_overlap}.
 *
 * @see <a href="https://arxiv.org/abs/2601.20802">SDPO, arXiv 2601.20802</a>
 */
public final class SdpoOptimizer implements PolicyOptimizer {

    private final SdpoConfig config;
    private final Distilling distilling;

    public SdpoOptimizer(SdpoConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        this.config = config;
        distilling = distilling(config, models, tokenizer, metrics);
    }

    /** What the regularizer of the same name does, too. */
    static Distilling distilling(SdpoConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        SuccessTeacher teacher = new SuccessTeacher("sdpo", config.context(), models, tokenizer, metrics);
        return new Distilling(
                "sdpo",
                config.term(),
                OnFailure.ABORT,
                teacher::score,
                config.context().requirements(),
                one -> Optional.empty(),
                models,
                metrics);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return distilling.credits(groups, config.countInactive());
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
