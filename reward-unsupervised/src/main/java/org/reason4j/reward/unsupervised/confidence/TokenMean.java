package org.reason4j.reward.unsupervised.confidence;

import java.util.function.DoubleUnaryOperator;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Judges a response by the mean of a stream over its learned tokens. */
final class TokenMean {

    private TokenMean() {}

    /** Applies a formula to the mean; a response without learned tokens is unscorable. */
    static Score score(Trajectory trajectory, TokenStream stream, DoubleUnaryOperator formula) {
        if (trajectory.learnedTokens() == 0) {
            return Score.unscorable("the response has no token that is learned from");
        }
        float[] values = trajectory.stream(stream);
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            sum += trajectory.isLearned(t) ? values[t] : 0;
        }
        return Score.of(formula.applyAsDouble(sum / trajectory.learnedTokens()));
    }
}
