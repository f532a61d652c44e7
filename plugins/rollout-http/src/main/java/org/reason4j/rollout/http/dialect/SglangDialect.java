package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.rollout.http.server.Json;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/**
 * SGLang's own protocol. The whole model is read from a directory with a version, which newer servers put into their answers and
 * all of them into {@code /get_model_info}. Adapters have a name for each version.
 */
public final class SglangDialect implements Dialect {

    private final ServerConnection server;
    private final Duration longest;
    private volatile @Nullable String loaded; // adapters of this run

    /**
     * Prepares to ask.
     *
     * @param longest time for new weights
     */
    public SglangDialect(ServerConnection server, Duration longest) {
        this.server = server;
        this.longest = longest;
    }

    @Override
    public Abilities probe() throws ServerFailure, InterruptedException {
        version();
        float hot = likeliest(2);
        float cold = likeliest(0.5);
        return new Abilities(Math.abs(hot - cold) > 1e-6 || cold > -1e-6);
    }

    /** Log-probability of the likeliest token after a fixed prompt, at a temperature. */
    private float likeliest(double temperature) throws ServerFailure, InterruptedException {
        JsonObject sampling = new JsonObject();
        sampling.addProperty("max_new_tokens", 1);
        sampling.addProperty("temperature", temperature);
        JsonObject body = new JsonObject();
        body.add("input_ids", Json.list(new int[] {1}));
        body.add("sampling_params", sampling);
        body.addProperty("return_logprob", true);
        body.addProperty("logprob_start_len", -1);
        body.addProperty("top_logprobs_num", 1);
        return Json.read(
                server.ask("/generate", body, longest),
                "tokens with the likeliest one's log-probability",
                found -> found.getAsJsonObject("meta_info")
                        .getAsJsonArray("output_top_logprobs")
                        .get(0)
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonArray()
                        .get(0)
                        .getAsFloat());
    }

    private String version() throws ServerFailure, InterruptedException {
        String answer;
        try {
            answer = server.get("/get_model_info", longest);
        } catch (ServerFailure e) {
            throw e.kind() == Kind.STALE
                    ? new ServerFailure(Kind.REFUSED, "it has no /get_model_info, so it is no SGLang")
                    : e;
        }
        @Nullable
        JsonElement version = Json.read(
                        answer, "a description", found -> Optional.ofNullable(found.get("weight_version")))
                .orElse(null);
        if (version == null || version.isJsonNull()) {
            throw new ServerFailure(
                    Kind.REFUSED,
                    "its /get_model_info has no weight_version, so older weights would not be noticed: take a newer"
                            + " SGLang");
        }
        return version.getAsString();
    }

    @Override
    public boolean holds(Published weights) throws ServerFailure, InterruptedException {
        return !weights.adapter() && version().equals(weights.label());
    }

    @Override
    public void publish(Published weights) throws ServerFailure, InterruptedException {
        JsonObject body = new JsonObject();
        if (weights.adapter()) {
            unload();
            body.addProperty("lora_name", weights.label());
            body.addProperty("lora_path", weights.path().toString());
            loaded = weights.label(); // also where the answer does not arrive
            requireSuccess(server.ask("/load_lora_adapter", body, longest));
            return;
        }
        body.addProperty("model_path", weights.path().toString());
        body.addProperty("weight_version", weights.label());
        body.addProperty("flush_cache", true);
        requireSuccess(server.ask("/update_weights_from_disk", body, longest));
    }

    /** Takes out the adapters that the server has; one that was restarted has none, and says so. */
    private void unload() throws ServerFailure, InterruptedException {
        String old = loaded;
        if (old != null) {
            JsonObject body = new JsonObject();
            body.addProperty("lora_name", old);
            try {
                server.ask("/unload_lora_adapter", body, longest);
            } catch (ServerFailure e) {
                if (e.kind() != Kind.REFUSED && e.kind() != Kind.STALE) {
                    throw e;
                }
            }
            loaded = null;
        }
    }

    private static void requireSuccess(String answer) throws ServerFailure {
        boolean done = Json.read(
                answer, "told as a success", found -> found.get("success").getAsBoolean());
        if (!done) {
            throw new ServerFailure(Kind.GARBAGE, "it could not take over weights: " + Json.excerpt(answer));
        }
    }

    @Override
    public Call call(GenerationRequest request, Published weights, String id) {
        JsonObject sampling = Dialect.sampling(request.params());
        Dialect.withoutPenalties(sampling);
        sampling.addProperty("max_new_tokens", request.params().maxTokens());
        sampling.addProperty(
                "top_k", request.params().topK() == 0 ? -1 : request.params().topK());
        JsonObject body = new JsonObject();
        body.add("input_ids", Json.list(request.tokens()));
        body.add("sampling_params", sampling);
        body.addProperty("return_logprob", true);
        body.addProperty("logprob_start_len", -1);
        body.addProperty("rid", id);
        if (weights.adapter()) {
            body.addProperty("lora_path", weights.label());
        }
        return new Call("/generate", body);
    }

    @Override
    public Reply reply(String answer, GenerationRequest request, Published weights) throws ServerFailure {
        return Json.read(answer, "tokens with log-probabilities", found -> {
            JsonObject meta = found.getAsJsonObject("meta_info");
            if (meta.getAsJsonObject("finish_reason").get("type").getAsString().equals("abort")) {
                throw new ServerFailure(Kind.BUSY, "it aborted the request: " + meta.get("finish_reason"));
            }
            JsonArray written = meta.getAsJsonArray("output_token_logprobs");
            float[] logprobs = new float[written.size()];
            int[] tokens = new int[logprobs.length];
            for (int t = 0; t < tokens.length; t++) {
                JsonArray one = written.get(t).getAsJsonArray();
                logprobs[t] = one.get(0).getAsFloat();
                tokens[t] = Integer.parseInt(one.get(1).getAsString());
            }
            Optional<String> label = weights.adapter()
                    ? Optional.of(weights.label()) // which the request named
                    : Optional.ofNullable(meta.get("weight_version")).map(JsonElement::getAsString);
            return new Reply(tokens, logprobs, logprobs, label);
        });
    }
}
