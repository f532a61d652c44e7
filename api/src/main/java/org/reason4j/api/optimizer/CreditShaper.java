package org.reason4j.api.optimizer;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;

/** Changes credits before the loss sees them: importance weights, masks, bonuses. */
@FunctionalInterface
public interface CreditShaper {

    /** Returns the credits of one step. */
    List<Credit> shape(List<Credit> credits);

    /** What this shaper needs of the recipe. */
    default Requirements requirements() {
        return Requirements.NONE;
    }
}
