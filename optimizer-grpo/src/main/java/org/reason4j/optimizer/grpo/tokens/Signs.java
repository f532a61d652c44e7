package org.reason4j.optimizer.grpo.tokens;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Conditions on tokens as numbers. */
public final class Signs {

    private Signs() {}

    /** Returns 1 where a condition holds, else 0; constant. */
    public static NDArray number(NDArray condition) {
        return condition.toType(DataType.FLOAT32, false).stopGradient();
    }

    /** Returns {@code one} where a condition holds, else {@code other}; constant. */
    public static NDArray either(NDArray condition, double one, double other) {
        return number(condition).mul((float) (one - other)).add((float) other);
    }
}
