package org.reason4j.optimizer.grpo;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;

/** The common half of all optimizers here: credit by {@link Advantages}, and the streams that their losses read. */
interface CriticFreeOptimizer extends PolicyOptimizer {

    /** Settings of the advantage. */
    AdvantageConfig advantage();

    @Override
    default Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS)
                .and(advantage().requirements());
    }

    @Override
    default List<Credit> credit(List<ScoredGroup> groups) {
        return Advantages.of(groups, advantage());
    }
}
