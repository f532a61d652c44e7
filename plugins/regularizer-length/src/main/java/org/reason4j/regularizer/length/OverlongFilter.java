package org.reason4j.regularizer.length;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;

/**
 * Leaves truncated responses out of the loss: truncation says nothing about the reasoning before it. Their rewards
 * count in the statistics of their groups; they are in no denominator of the loss.
 *
 * <p>In a tree, shared tokens are learned in the response that wrote them first, and are left out with it.
 *
 * <p>Metric: {@code shaping/overlong_filtered}, the number of responses left out in a step.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.4: overlong filtering</a>
 */
public final class OverlongFilter implements CreditShaper {

    private final Metrics metrics;

    public OverlongFilter(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        List<Credit> whole = credits.stream()
                .filter(credit -> credit.trajectory().finish() != Finish.LENGTH)
                .toList();
        metrics.add("shaping/overlong_filtered", credits.size() - whole.size());
        return whole;
    }
}
