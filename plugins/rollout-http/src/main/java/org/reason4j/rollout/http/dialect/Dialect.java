package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.rollout.http.server.Json;
import org.reason4j.rollout.http.server.ServerFailure;

/**
 * One replica, spoken to in the way of its kind. Calls block until the server has answered; {@link #call} sends
 * nothing.
 */
public interface Dialect {

    /**
     * What a server can do.
     *
     * @param atTemperature whether log-probabilities are those at the request's temperature, not at 1
     */
    record Abilities(boolean atTemperature) {}

    /**
     * A request that is sent with POST.
     *
     * @param path below the server's address
     */
    record Call(String path, JsonObject body) {}

    /**
     * Finds out what the server can do, by asking it.
     *
     * @throws ServerFailure if it can't be reached, or lacks what no recipe can do without
     */
    Abilities probe() throws ServerFailure, InterruptedException;

    /** True if the server has the weights and writes with them. */
    boolean holds(Published weights) throws ServerFailure, InterruptedException;

    /** Has the server take over weights. */
    void publish(Published weights) throws ServerFailure, InterruptedException;

    /**
     * The request for more tokens, written with the weights.
     *
     * @param id of the attempt; no two have the same, since a server may still write for an earlier one
     */
    Call call(GenerationRequest request, Published weights, String id);

    /** Reads an answer; asks the server for what it leaves out. */
    Reply reply(String answer, GenerationRequest request, Published weights) throws ServerFailure, InterruptedException;

    /** Fields that the protocol of completions has for sampling. */
    static JsonObject sampling(SamplingParams params) {
        JsonObject body = new JsonObject();
        body.addProperty("temperature", params.temperature());
        body.addProperty("top_p", params.topP());
        body.addProperty("min_p", params.minP());
        body.add(
                "stop_token_ids",
                Json.list(params.stopIds().stream().mapToInt(id -> id).toArray()));
        if (!params.stop().isEmpty() && params.stop().size() <= MOST_STOPS) { // more are looked for by core alone
            JsonArray stop = new JsonArray();
            params.stop().forEach(stop::add);
            body.add("stop", stop);
        }
        return body;
    }

    /** Switches penalties off, for which servers otherwise take what the model's {@code generation_config.json} says. */
    static void withoutPenalties(JsonObject sampling) {
        sampling.addProperty("repetition_penalty", 1);
        sampling.addProperty("presence_penalty", 0);
        sampling.addProperty("frequency_penalty", 0);
    }

    /** Stop strings that every server takes. */
    int MOST_STOPS = 4;
}
