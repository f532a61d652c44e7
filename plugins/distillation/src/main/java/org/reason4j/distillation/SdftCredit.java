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
import org.reason4j.distillation.self.DemonstrationTeacher;
import org.reason4j.distillation.teacher.OnFailure;

/**
 * Self-distillation from demonstrations in the advantages: {@code A_t = c (lt_t - l_t)} with {@code lt} of the policy that reads
 * the example's demonstration. It takes the place of the optimizer's advantage, or is added to it.
 *
 * <p>Metrics: {@code sdft/reverse_kl}, {@code sdft/active_share}, {@code sdft/truncated_rows}, {@code sdft/failed_rows}.
 *
 * @see <a href="https://github.com/thinking-machines-lab/tinker-cookbook">tinker-cookbook, distillation/sdft.py</a>
 */
public final class SdftCredit implements CreditShaper {

    private final SdftCreditConfig config;
    private final Crediting crediting;

    public SdftCredit(SdftCreditConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        this.config = config;
        crediting = new Crediting(
                "sdft",
                config.term(),
                OnFailure.ABORT,
                new DemonstrationTeacher("sdft", config.demonstration(), models, tokenizer, metrics),
                one -> Optional.empty(),
                metrics);
    }

    @Override
    public Requirements requirements() {
        return config.demonstration().requirements().and(config.term().requirements());
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        return crediting.shape(credits);
    }
}
