package org.reason4j.rollout.http.dialect;

import java.util.Arrays;
import java.util.Optional;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/**
 * Tokens of an answer, {@code [N]}.
 *
 * @param logprobs under the model, at the request's temperature
 * @param sampledLogprobs under the distribution that was sampled from
 * @param label of the weights that wrote them; empty where the answer does not say
 */
public record Reply(int[] tokens, float[] logprobs, float[] sampledLogprobs, Optional<String> label) {

    /** Log-probabilities may be that much above 0, by rounding. */
    private static final float ROUNDING = 1e-3f;

    /** Returns this reply with log-probabilities of at most 0, or tells what makes it garbage. */
    public Reply checked(int longest, int vocabulary) throws ServerFailure {
        int count = tokens.length;
        require(count > 0 && count <= longest, "it has " + count + " tokens, expected 1 to " + longest);
        require(
                logprobs.length == count && sampledLogprobs.length == count,
                "it has " + count + " tokens, but " + logprobs.length + " and " + sampledLogprobs.length
                        + " log-probabilities");
        for (int t = 0; t < count; t++) {
            require(
                    tokens[t] >= 0 && tokens[t] < vocabulary,
                    "token " + t + " is " + tokens[t] + ", expected an id from 0 to " + (vocabulary - 1));
            requireLogprob(t, logprobs[t]);
            requireLogprob(t, sampledLogprobs[t]);
        }
        return new Reply(tokens, atMostZero(logprobs), atMostZero(sampledLogprobs), label);
    }

    private static void requireLogprob(int t, float value) throws ServerFailure {
        require(
                Float.isFinite(value) && value <= ROUNDING,
                "the log-probability of token " + t + " is " + value + ", expected a finite number of at most 0");
    }

    private static void require(boolean holds, String otherwise) throws ServerFailure {
        if (!holds) {
            throw new ServerFailure(Kind.GARBAGE, "the answer makes no sense: " + otherwise);
        }
    }

    private static float[] atMostZero(float[] values) {
        float[] result = Arrays.copyOf(values, values.length);
        for (int t = 0; t < result.length; t++) {
            result[t] = Math.min(0, result[t]);
        }
        return result;
    }

    /** Leaves out what was written after the first of these tokens. */
    public Reply endingAt(Iterable<Integer> stopIds) {
        int end = tokens.length;
        for (int stop : stopIds) {
            for (int t = 0; t < end; t++) {
                if (tokens[t] == stop) {
                    end = t + 1;
                }
            }
        }
        return new Reply(
                Arrays.copyOf(tokens, end), Arrays.copyOf(logprobs, end), Arrays.copyOf(sampledLogprobs, end), label);
    }
}
