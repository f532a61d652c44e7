package org.reason4j.api.optimizer;

import java.util.Map;

/** Changes the policy's weights for one mini-batch, in place of AdamW: a trust region, for example. */
@FunctionalInterface
public interface UpdateRule {

    /**
     * Moves the weights, or leaves them where they are. Called from the training thread.
     *
     * @return metrics of this update by name, such as {@code trpo/kl}
     */
    Map<String, Double> update(PolicyUpdate policy);
}
