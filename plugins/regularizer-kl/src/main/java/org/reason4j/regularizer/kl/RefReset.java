package org.reason4j.regularizer.kl;

import java.util.Map;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.track.Metrics;

/**
 * Sets the reference policy to the policy of now: every few steps, or when the divergence between them stalls. It adds no
 * term; whatever reads the reference, such as {@code kl}, charges from the new one on.
 *
 * <p>A divergence that no longer grows says that the penalty holds the policy where it is. With {@code largest} the largest
 * {@code regularizer/kl} since the last reset, a step stalls unless its own exceeds {@code largest * (1 + growth)}, and {@code
 * patience} such steps in a row make a reset. The step after a reset has a divergence of 0 and counts as one of them.
 *
 * <p>Metric: {@code regularizer/reference_moved}, 1 in a step at whose end the reference was reset, else 0.
 *
 * @see <a href="https://arxiv.org/abs/2505.24864">ProRL: reference policy reset</a>
 */
public final class RefReset implements Regularizer, Stateful {

    private static final String NAME = "ref-reset";
    private static final String KL = "regularizer/kl";
    private static final String SINCE = "since";
    private static final String LARGEST = "largest";
    private static final String STALLED = "stalled";

    private final RefResetConfig config;
    private final ReferencePolicy reference;
    private final Metrics metrics;
    private int since;
    private double largest;
    private int stalled;

    public RefReset(RefResetConfig config, ReferencePolicy reference, Metrics metrics) {
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
        since++;
        if (config.patience() > 0 && !step.isEmpty()) {
            watch(step);
        }
        boolean due =
                config.every() > 0 && since >= config.every() || config.patience() > 0 && stalled >= config.patience();
        metrics.add("regularizer/reference_moved", due ? 1 : 0);
        if (due) {
            reference.reset(config.moments());
            since = 0;
            largest = 0;
            stalled = 0;
        }
    }

    private void watch(Map<String, Double> step) {
        Double kl = step.get(KL);
        if (kl == null) {
            throw new ConfigException(
                    "ref-reset.patience is " + config.patience() + ", but no step has the metric '" + KL
                            + "'. Add the regularizer 'kl', or set ref-reset.patience to 0 and ref-reset.every to a number of"
                            + " steps.");
        }
        if (kl > largest * (1 + config.growth())) {
            largest = kl;
            stalled = 0;
        } else {
            stalled++;
        }
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(SINCE, since, LARGEST, largest, STALLED, stalled);
    }

    @Override
    public void restore(Map<String, Object> state) {
        since = Saved.number(state, NAME, SINCE).intValue();
        largest = Saved.number(state, NAME, LARGEST).doubleValue();
        stalled = Saved.number(state, NAME, STALLED).intValue();
    }
}
