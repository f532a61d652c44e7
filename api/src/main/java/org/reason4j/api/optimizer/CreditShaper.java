package org.reason4j.api.optimizer;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;

/** Changes credits before the loss sees them: importance weights, masks, bonuses. */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface CreditShaper {

    /** Returns the credits of one step. */
    List<Credit> shape(List<Credit> credits);

    /** Needs of this shaper towards the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
