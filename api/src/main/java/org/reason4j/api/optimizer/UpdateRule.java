package org.reason4j.api.optimizer;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/** Changes the policy's weights for one mini-batch, in place of AdamW: a trust region, for example. */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface UpdateRule {

    /**
     * Moves the weights, or leaves them where they are. Called from the training thread.
     *
     * @return metrics of this update by name, such as {@code trpo/kl}
     */
    Map<String, Double> update(PolicyUpdate policy);
}
