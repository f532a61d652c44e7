package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.rollout.http.server.Json;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/**
 * {@code reason4j serve}. A request carries the key of its draws, so that tokens and log-probabilities are bit for bit those of a
 * run in this process where the servers compute in the policy's precision. Answers name the version of their weights.
 */
public final class Reason4jDialect implements Dialect {

    private final ServerConnection server;
    private final String model;
    private final Duration longest;

    /**
     * Prepares to ask.
     *
     * @param model its name on the server; empty for the only one
     * @param longest time for new weights
     */
    public Reason4jDialect(ServerConnection server, String model, Duration longest) {
        this.server = server;
        this.model = model;
        this.longest = longest;
    }

    @Override
    public Abilities probe() throws ServerFailure, InterruptedException {
        String answer;
        try {
            answer = server.get("/get_model_info", longest);
        } catch (ServerFailure e) {
            throw e.kind() == Kind.STALE ? notOurs() : e;
        }
        boolean ours = Json.read(
                answer,
                "a description",
                found ->
                        found.has("server") && found.get("server").getAsString().equals("reason4j"));
        if (!ours) {
            throw notOurs();
        }
        return new Abilities(true);
    }

    private static ServerFailure notOurs() {
        return new ServerFailure(
                Kind.REFUSED,
                "it is no 'reason4j serve' that takes weights; set backend.config.dialect to the kind of server that"
                        + " it is");
    }

    @Override
    public boolean holds(Published weights) throws ServerFailure, InterruptedException {
        if (weights.adapter()) {
            return names().contains(weights.label());
        }
        return Json.read(
                server.get("/get_model_info", longest),
                "a description",
                found -> found.get("weight_version").getAsString().equals(weights.label()));
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

    @Override
    public void publish(Published weights) throws ServerFailure, InterruptedException {
        JsonObject body = new JsonObject();
        if (!weights.hashes().isEmpty()) {
            JsonArray hashes = new JsonArray();
            weights.hashes().forEach(hashes::add);
            body.add("weight_sha256", hashes);
        }
        if (!weights.adapter()) {
            body.addProperty("model_path", weights.path().toString());
            body.addProperty("weight_version", weights.label());
            server.ask("/update_weights_from_disk", body, longest);
            return;
        }
        for (String name : names()) {
            if (name.startsWith(weights.run())) { // an older version
                JsonObject old = new JsonObject();
                old.addProperty("lora_name", name);
                server.ask("/v1/unload_lora_adapter", old, longest);
            }
        }
        body.addProperty("lora_name", weights.label());
        body.addProperty("lora_path", weights.path().toString());
        server.ask("/v1/load_lora_adapter", body, longest);
    }

    @Override
    public Call call(GenerationRequest request, Published weights, String id) {
        JsonObject body = Dialect.sampling(request.params());
        if (weights.adapter()) {
            body.addProperty("model", weights.label());
        } else if (!model.isEmpty()) {
            body.addProperty("model", model);
        }
        body.add("prompt", Json.list(request.tokens()));
        body.addProperty("max_tokens", request.params().maxTokens());
        body.addProperty("top_k", request.params().topK());
        body.addProperty("draw_key", request.seed());
        body.addProperty("draw_position", request.position());
        body.addProperty("logprobs", 0);
        body.addProperty("return_token_ids", true);
        return new Call("/v1/completions", body);
    }

    @Override
    public Reply reply(String answer, GenerationRequest request, Published weights) throws ServerFailure {
        return Json.read(answer, "a completion with token ids and log-probabilities", found -> {
            if (found.has("error")) { // of a response that took longer than a second, behind status 200
                throw new ServerFailure(
                        Kind.UNREACHABLE,
                        "it broke off: " + Json.excerpt(found.get("error").toString()));
            }
            JsonObject choice = found.getAsJsonArray("choices").get(0).getAsJsonObject();
            JsonObject logprobs = choice.getAsJsonObject("logprobs");
            return new Reply(
                    Json.ints(choice.getAsJsonArray("token_ids")),
                    Json.floats(logprobs.getAsJsonArray("token_logprobs")),
                    Json.floats(logprobs.getAsJsonArray("sampled_logprobs")),
                    Optional.of(found.get("weight_version").getAsString()));
        });
    }
}
