package ${package};

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.optimizer.CreditShaper;

/** {@code max(-bound, min(A, bound))} for the advantage {@code A} of every token: no single response dominates a step. */
public record ${className}(${className}Config config) implements CreditShaper {

    @Override
    public List<Credit> shape(List<Credit> credits) {
        return credits.stream().map(this::bounded).toList();
    }

    private Credit bounded(Credit credit) {
        float bound = (float) config.bound();
        float[] advantages = credit.advantages();
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] = Math.max(-bound, Math.min(advantages[t], bound));
        }
        return credit.withAdvantages(advantages);
    }
}
