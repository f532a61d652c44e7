package org.reason4j.regularizer.entropy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenStream;

/** All learned tokens of a step, one after the other in the order of the credits: {@code N} in all. */
record LearnedTokens(List<Credit> credits) {

    /** Covariances of the log-probabilities at the step's start with the advantages, {@code [N]}. */
    double[] covariances() {
        return TokenCovariance.of(
                values(credit -> {
                    float[] old = credit.trajectory().stream(TokenStream.OLD_LOGPROBS);
                    return t -> old[t];
                }),
                values(credit -> t -> credit.advantage(t)));
    }

    /** A number for each token, {@code [N]}: a credit gives a function of the token's place in the response. */
    double[] values(Function<Credit, IntToDoubleFunction> ofCredit) {
        double[] values = new double[count()];
        int next = 0;
        for (Credit credit : credits) {
            boolean[] learned = credit.trajectory().learned();
            IntToDoubleFunction value = ofCredit.apply(credit);
            for (int t = 0; t < learned.length; t++) {
                if (learned[t]) {
                    values[next++] = value.applyAsDouble(t);
                }
            }
        }
        return values;
    }

    int count() {
        return credits.stream()
                .mapToInt(credit -> credit.trajectory().learnedTokens())
                .sum();
    }

    /** Marks per token, {@code [N]}, as one array per credit, {@code [L]}: 1 where marked, else 0. */
    List<float[]> perCredit(boolean[] marks) {
        List<float[]> all = new ArrayList<>();
        int next = 0;
        for (Credit credit : credits) {
            boolean[] learned = credit.trajectory().learned();
            float[] ones = new float[learned.length];
            for (int t = 0; t < learned.length; t++) {
                ones[t] = learned[t] && marks[next++] ? 1 : 0;
            }
            all.add(ones);
        }
        return all;
    }
}
