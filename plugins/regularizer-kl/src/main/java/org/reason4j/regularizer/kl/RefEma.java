package org.reason4j.regularizer.kl;

import java.util.Map;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.track.Metrics;

/**
 * Lets the reference policy follow the policy: {@code reference = alpha * policy + (1 - alpha) * reference}, after every few
 * steps. It adds no term; whatever reads the reference, such as {@code kl}, charges from the new one on.
 *
 * <p>Metric: {@code regularizer/reference_moved}, 1 in a step at whose end the reference was moved, else 0.
 *
 * @see <a href="https://arxiv.org/abs/2404.09656">Learn your reference model (TR-DPO)</a>
 */
public final class RefEma implements Regularizer, Stateful {

    private static final String STEPS = "steps";

    private final RefEmaConfig config;
    private final ReferencePolicy reference;
    private final Metrics metrics;
    private long steps;

    public RefEma(RefEmaConfig config, ReferencePolicy reference, Metrics metrics) {
        this.config = config;
        this.reference = reference;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS);
    }

    @Override
    public void stepCompleted(Map<String, Double> step) {
        steps++;
        boolean due = steps % config.every() == 0;
        metrics.add("regularizer/reference_moved", due ? 1 : 0);
        if (due) {
            reference.average(config.alpha());
        }
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(STEPS, steps);
    }

    @Override
    public void restore(Map<String, Object> state) {
        steps = Saved.number(state, "ref-ema", STEPS).longValue();
    }
}
