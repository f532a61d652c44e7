package org.reason4j.optimizer.ppo;

import org.reason4j.api.data.Finish;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * What follows a response that the length limit cut off: the value of the state at the cut, as if the episode went on.
 *
 * <p>A critic computes values of the states before tokens, so the value at the cut is that before the last learned token: with
 * {@code gamma = 1} the last token earns its reward alone.
 *
 * @see <a href="https://arxiv.org/abs/1712.00378">Time limits in reinforcement learning: partial-episode bootstrapping</a>
 */
final class Truncation {

    private Truncation() {}

    /** Returns the value after the last learned token: 0 where the response ended by itself, or has no learned token. */
    static double value(Trajectory trajectory) {
        if (trajectory.finish() != Finish.LENGTH) {
            return 0;
        }
        float[] values = trajectory.stream(TokenStream.VALUES);
        for (int t = values.length - 1; t >= 0; t--) {
            if (trajectory.isLearned(t)) {
                return values[t];
            }
        }
        return 0;
    }
}
