package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import org.reason4j.rollout.http.server.Json;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/**
 * What llama-server wrote, {@code [N]}.
 *
 * @param logprobs NaN where the server gave none, or where it is open which of several equal tokens it belongs to
 */
record LlamaAnswer(int[] tokens, float[] logprobs) {

    /**
     * Reads an answer.
     *
     * @param longest number of tokens that were asked for
     * @throws ServerFailure if its context was too small for them, or probabilities are not those of its tokens
     */
    static LlamaAnswer of(JsonObject found, int longest) throws ServerFailure {
        int[] tokens = Json.ints(found.getAsJsonArray("tokens"));
        if (found.get("stop_type").getAsString().equals("limit") && tokens.length < longest) {
            throw new ServerFailure(
                    Kind.REFUSED,
                    "its context ended after " + tokens.length + " of " + longest
                            + " tokens: start it with a larger --ctx-size");
        }
        JsonArray written = found.has("completion_probabilities") // not where it has none to give
                ? found.getAsJsonArray("completion_probabilities")
                : new JsonArray();
        int[] ids = new int[written.size()];
        float[] given = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            JsonObject one = written.get(i).getAsJsonObject();
            ids[i] = one.get("id").getAsInt();
            given[i] = one.has("prob")
                    ? (float) Math.log(one.get("prob").getAsDouble())
                    : one.get("logprob").getAsFloat();
        }
        return new LlamaAnswer(tokens, aligned(tokens, ids, given));
    }

    /** Each probability at its token where the first and the last way to place all of them in order agree. */
    private static float[] aligned(int[] tokens, int[] ids, float[] given) throws ServerFailure {
        int[] first = new int[ids.length];
        int at = 0;
        for (int i = 0; i < ids.length; i++, at++) {
            while (at < tokens.length && tokens[at] != ids[i]) {
                at++;
            }
            if (at == tokens.length) {
                throw new ServerFailure(
                        Kind.GARBAGE,
                        "the answer makes no sense: probabilities are those of " + Arrays.toString(ids)
                                + ", but the tokens " + Arrays.toString(tokens));
            }
            first[i] = at;
        }
        float[] result = new float[tokens.length];
        Arrays.fill(result, Float.NaN);
        int last = tokens.length - 1;
        for (int i = ids.length - 1; i >= 0; i--, last--) {
            while (tokens[last] != ids[i]) { // ends, since there is a first way
                last--;
            }
            if (last == first[i]) {
                result[last] = given[i];
            }
        }
        return result;
    }

    /** Log-probability of a token at a temperature, of the log-probabilities at 1 of all tokens in its place. */
    static float logprob(JsonObject found, int token, double temperature) throws ServerFailure {
        JsonArray all = found.getAsJsonArray("completion_probabilities")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("top_logprobs");
        double[] scaled = new double[all.size()];
        double own = Double.NaN;
        for (int i = 0; i < scaled.length; i++) {
            JsonObject one = all.get(i).getAsJsonObject();
            scaled[i] = one.get("logprob").getAsDouble() / temperature;
            if (one.get("id").getAsInt() == token) {
                own = scaled[i];
            }
        }
        if (Double.isNaN(own)) {
            throw new ServerFailure(
                    Kind.GARBAGE,
                    "the answer makes no sense: there is no probability of token " + token + " among " + all.size());
        }
        double most = Arrays.stream(scaled).max().getAsDouble();
        double sum = Arrays.stream(scaled).map(value -> Math.exp(value - most)).sum();
        return (float) (own - most - Math.log(sum));
    }
}
