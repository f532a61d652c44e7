package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.rollout.http.server.Json;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/**
 * vLLM's server of OpenAI's protocol. Adapters have a name for each version, which the answer repeats. The whole model is read
 * from a directory while the server is paused; since answers do not name its version then, a restart is told by the start of the
 * process in {@code /metrics}, after every answer.
 */
public final class VllmDialect implements Dialect {

    private static final Pattern START = Pattern.compile("(?m)^process_start_time_seconds\\s+(\\S+)$");

    private final ServerConnection server;
    private final String model;
    private final boolean adapter;
    private final Duration longest;
    private volatile @Nullable String name; // of the model on the server
    private volatile @Nullable Held held;

    /** A version that the process that started then was given. */
    private record Held(String label, String start) {}

    /**
     * Prepares to ask.
     *
     * @param model its name on the server; empty for the first one
     * @param adapter whether adapters will be published
     * @param longest time for new weights
     */
    public VllmDialect(ServerConnection server, String model, boolean adapter, Duration longest) {
        this.server = server;
        this.model = model;
        this.adapter = adapter;
        this.longest = longest;
    }

    @Override
    public Abilities probe() throws ServerFailure, InterruptedException {
        if (!adapter) {
            requireReload();
        }
        float hot = likeliest(2);
        float cold = likeliest(0.5);
        return new Abilities(Math.abs(hot - cold) > 1e-6 || cold > -1e-6);
    }

    private void requireReload() throws ServerFailure, InterruptedException {
        try {
            server.get("/is_paused", longest);
        } catch (ServerFailure e) {
            throw e.kind() != Kind.STALE
                    ? e
                    : new ServerFailure(
                            Kind.REFUSED,
                            "it can't be paused for new weights: start it with VLLM_SERVER_DEV_MODE=1, or set"
                                    + " backend.config.weights to adapter");
        }
        start();
    }

    /** Log-probability of the likeliest token after a fixed prompt, at a temperature. */
    private float likeliest(double temperature) throws ServerFailure, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("model", name());
        body.add("prompt", Json.list(new int[] {1}));
        body.addProperty("max_tokens", 1);
        body.addProperty("temperature", temperature);
        body.addProperty("seed", 0);
        body.addProperty("logprobs", 1);
        body.addProperty("return_token_ids", true);
        String answer = server.ask("/v1/completions", body, longest);
        JsonObject choice = Json.read(
                answer,
                "a completion",
                found -> found.getAsJsonArray("choices").get(0).getAsJsonObject());
        if (!choice.has("token_ids") || !choice.get("token_ids").isJsonArray()) {
            throw new ServerFailure(
                    Kind.REFUSED,
                    "it knows no 'return_token_ids', so tokens would be guessed from text: take a newer vLLM");
        }
        return Json.read(
                answer,
                "a completion with the likeliest token",
                found -> found
                        .getAsJsonArray("choices")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("logprobs")
                        .getAsJsonArray("top_logprobs")
                        .get(0)
                        .getAsJsonObject()
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getValue().getAsFloat())
                        .max(Float::compare)
                        .orElseThrow(IllegalStateException::new));
    }

    private String name() throws ServerFailure, InterruptedException {
        String known = name;
        if (known == null) {
            known = model.isEmpty() ? names().get(0) : model;
            name = known;
        }
        return known;
    }

    private List<String> names() throws ServerFailure, InterruptedException {
        return Json.read(server.get("/v1/models", longest), "a list of models", found -> {
            List<String> names = new ArrayList<>();
            for (JsonElement one : found.getAsJsonArray("data")) {
                names.add(one.getAsJsonObject().get("id").getAsString());
            }
            return names;
        });
    }

    /** When the server's process started. */
    private String start() throws ServerFailure, InterruptedException {
        Matcher found = START.matcher(server.get("/metrics", longest));
        if (!found.find()) {
            throw new ServerFailure(
                    Kind.REFUSED,
                    "its /metrics has no process_start_time_seconds, so a restart with older weights would not be"
                            + " noticed: set backend.config.weights to adapter");
        }
        return found.group(1);
    }

    @Override
    public boolean holds(Published weights) throws ServerFailure, InterruptedException {
        if (weights.adapter()) {
            return names().contains(weights.label());
        }
        Held known = held;
        return known != null
                && known.label().equals(weights.label())
                && known.start().equals(start());
    }

    @Override
    public void publish(Published weights) throws ServerFailure, InterruptedException {
        name();
        if (weights.adapter()) {
            load(weights);
            return;
        }
        held = null;
        String before = start();
        try {
            server.ask("/pause?mode=wait", new JsonObject(), longest);
            reload(weights);
        } catch (ServerFailure e) {
            resumeAfter(e);
            throw e;
        }
        server.ask("/resume", new JsonObject(), longest);
        if (!before.equals(start())) {
            throw new ServerFailure(Kind.UNREACHABLE, "it was restarted while it took over weights");
        }
        held = new Held(weights.label(), before);
    }

    private void reload(Published weights) throws ServerFailure, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("method", "reload_weights");
        JsonObject arguments = new JsonObject();
        arguments.addProperty("weights_path", weights.path().toString());
        body.add("kwargs", arguments);
        server.ask("/collective_rpc", body, longest);
    }

    /** Lets a server go on that took no weights: paused, it would not even answer what it can do. */
    private void resumeAfter(ServerFailure failure) throws InterruptedException {
        try {
            server.ask("/resume", new JsonObject(), longest);
        } catch (ServerFailure e) {
            failure.addSuppressed(e);
        }
    }

    private void load(Published weights) throws ServerFailure, InterruptedException {
        for (String other : names()) {
            if (other.startsWith(weights.run())) {
                JsonObject old = new JsonObject();
                old.addProperty("lora_name", other);
                server.ask("/v1/unload_lora_adapter", old, longest);
            }
        }
        JsonObject body = new JsonObject();
        body.addProperty("lora_name", weights.label());
        body.addProperty("lora_path", weights.path().toString());
        server.ask("/v1/load_lora_adapter", body, longest);
    }

    @Override
    public Call call(GenerationRequest request, Published weights, String id) {
        JsonObject body = Dialect.sampling(request.params());
        Dialect.withoutPenalties(body);
        String own = name;
        body.addProperty("model", weights.adapter() || own == null ? weights.label() : own);
        body.add("prompt", Json.list(request.tokens()));
        body.addProperty("max_tokens", request.params().maxTokens());
        body.addProperty(
                "top_k", request.params().topK() == 0 ? -1 : request.params().topK());
        body.addProperty("seed", request.seed() ^ request.position());
        body.addProperty("logprobs", 0);
        body.addProperty("return_token_ids", true);
        body.addProperty("cache_salt", weights.label()); // no keys and values of older weights
        body.addProperty("request_id", id);
        return new Call("/v1/completions", body);
    }

    @Override
    public Reply reply(String answer, GenerationRequest request, Published weights) throws ServerFailure {
        return Json.read(answer, "a completion with token ids and log-probabilities", found -> {
            JsonObject choice = found.getAsJsonArray("choices").get(0).getAsJsonObject();
            float[] logprobs = Json.floats(choice.getAsJsonObject("logprobs").getAsJsonArray("token_logprobs"));
            Optional<String> label =
                    weights.adapter() ? Optional.of(found.get("model").getAsString()) : Optional.empty();
            return new Reply(Json.ints(choice.getAsJsonArray("token_ids")), logprobs, logprobs, label);
        });
    }
}
