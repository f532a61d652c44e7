package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.rollout.http.server.Json;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/**
 * llama-server as a router over a directory of GGUF files, of which it loads none by itself: a file is replaced, unloaded and
 * loaded. A router that was restarted has nothing loaded and refuses requests, so it is given the newest file first.
 */
public final class LlamaDialect implements Dialect {

    private static final long POLL_MILLIS = 100;

    private final ServerConnection server;
    private final String model;
    private final Duration longest;
    private volatile @Nullable String held; // label of the file that was loaded last

    /**
     * Prepares to ask.
     *
     * @param model name of the file, without its ending
     * @param longest time for new weights
     */
    public LlamaDialect(ServerConnection server, String model, Duration longest) {
        this.server = server;
        this.model = model;
        this.longest = longest;
    }

    @Override
    public Abilities probe() throws ServerFailure, InterruptedException {
        try {
            status();
        } catch (ServerFailure e) {
            throw e.kind() == Kind.UNREACHABLE || e.kind() == Kind.LATE
                    ? e
                    : new ServerFailure(
                            Kind.REFUSED,
                            "it loads no models: start llama-server with --models-dir DIR --no-models-autoload, and without"
                                    + " --model (" + e.getMessage() + ")");
        }
        return new Abilities(true); // it is asked for probabilities after sampling
    }

    /** State of the model; empty where the server has no such file yet. */
    private Optional<String> status() throws ServerFailure, InterruptedException {
        return Json.read(server.get("/models", longest), "a list of models with their status", found -> {
            Optional<String> status = Optional.empty();
            for (JsonElement one : found.getAsJsonArray("data")) {
                JsonObject entry = one.getAsJsonObject();
                String state = entry.getAsJsonObject("status").get("value").getAsString();
                if (entry.get("id").getAsString().equals(model)) {
                    status = Optional.of(state);
                }
            }
            return status;
        });
    }

    @Override
    public boolean holds(Published weights) throws ServerFailure, InterruptedException {
        return weights.label().equals(held) && status().equals(Optional.of("loaded"));
    }

    @Override
    public void publish(Published weights) throws ServerFailure, InterruptedException {
        held = null;
        long end = System.nanoTime() + longest.toNanos();
        JsonObject body = new JsonObject();
        body.addProperty("model", model);
        if (status().filter(state -> !state.equals("unloaded")).isPresent()) {
            server.ask("/models/unload", body, longest);
            await("unloaded", end);
        }
        server.ask("/models/load", body, longest);
        await("loaded", end);
        held = weights.label();
    }

    private void await(String wanted, long end) throws ServerFailure, InterruptedException {
        Optional<String> state = status();
        while (!state.equals(Optional.of(wanted))) {
            if (System.nanoTime() - end > 0 || state.equals(Optional.of("failed"))) {
                throw new ServerFailure(
                        Kind.LATE,
                        "the model '" + model + "' is " + state.orElse("not there") + ", expected " + wanted);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            state = status();
        }
    }

    /** Every sampler but those of the request is named, to be switched off: the server's own defaults filter. */
    @Override
    public Call call(GenerationRequest request, Published weights, String id) {
        SamplingParams params = request.params();
        JsonObject body = Dialect.sampling(params);
        body.remove("stop_token_ids"); // it knows none; core ends the response there
        body.addProperty("model", model);
        body.add("prompt", Json.list(request.tokens()));
        body.addProperty("n_predict", params.maxTokens());
        body.addProperty("top_k", params.topK());
        body.addProperty("seed", Math.floorMod(request.seed() ^ request.position(), 1L << 31));
        body.addProperty("typical_p", 1);
        body.addProperty("repeat_penalty", 1);
        body.addProperty("presence_penalty", 0);
        body.addProperty("frequency_penalty", 0);
        body.addProperty("dry_multiplier", 0);
        body.addProperty("xtc_probability", 0);
        body.addProperty("dynatemp_range", 0);
        body.addProperty("mirostat", 0);
        body.addProperty("n_probs", 1);
        body.addProperty("post_sampling_probs", true);
        body.addProperty("return_tokens", true);
        body.addProperty("cache_prompt", true);
        return new Call("/completion", body);
    }

    @Override
    public Reply reply(String answer, Published weights) throws ServerFailure {
        return Json.read(answer, "tokens with probabilities", found -> {
            JsonArray written = found.getAsJsonArray("completion_probabilities");
            int[] tokens = new int[written.size()];
            float[] logprobs = new float[tokens.length];
            for (int t = 0; t < tokens.length; t++) {
                JsonObject one = written.get(t).getAsJsonObject();
                tokens[t] = Integer.parseInt(one.get("id").getAsString());
                logprobs[t] = (float) Math.log(one.get("prob").getAsDouble());
            }
            return new Reply(tokens, logprobs, logprobs, Optional.empty());
        });
    }
}
