package org.reason4j.distillation;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.credit.Crediting;
import org.reason4j.distillation.teacher.Teachers;

/**
 * On-policy distillation in the advantages: the student samples, a teacher scores the very same tokens, and {@code A_t = -c (l_t
 * - lt_t)} takes the place of the optimizer's advantage or is added to it, after any normalisation. It goes with every optimizer
 * whose loss takes an advantage per token. Single updates of groups of one response are enough, since every token has a signal.
 *
 * <p>Metrics: {@code opd/reverse_kl}, for each of several teachers {@code opd/reverse_kl/KEY}, {@code opd/active_share}, {@code
 * opd/failed_rows}.
 *
 * @see <a href="https://thinkingmachines.ai/blog/on-policy-distillation/">On-policy distillation</a>
 * @see <a href="https://arxiv.org/abs/2602.15763">GLM-5, arXiv 2602.15763, equation 2</a>
 */
public final class OpdCredit implements CreditShaper, AutoCloseable {

    private final OpdCreditConfig config;
    private final Teachers teachers;
    private final Crediting crediting;

    public OpdCredit(OpdCreditConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        this.config = config;
        teachers = new Teachers("opd", config.choice(), models, tokenizer, metrics);
        crediting = new Crediting(
                "opd",
                config.term(),
                config.onFailure(),
                teachers::score,
                one -> teachers.areSeveral() ? Optional.of(teachers.key(one)) : Optional.empty(),
                metrics);
    }

    @Override
    public Requirements requirements() {
        return teachers.requirements().and(config.term().requirements());
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        return crediting.shape(credits);
    }

    @Override
    public void close() {
        teachers.close();
    }
}
