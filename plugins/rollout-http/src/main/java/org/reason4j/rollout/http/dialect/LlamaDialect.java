package org.reason4j.rollout.http.dialect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Arrays;
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
 *
 * <p>The server gives no probabilities of tokens that end within a character, and tells a response whose bytes are no text as an
 * error unless the request brings a parser that takes anything. Both concern bytes alone: tokens are what core reads.
 */
public final class LlamaDialect implements Dialect {

    private static final long POLL_MILLIS = 100;
    private static final String FAILED = "failed";
    private static final String UNLOADED = "unloaded";

    /** A parser of texts that takes any bytes, as this server writes parsers down. */
    private static final String ANY_BYTES = "{\"parsers\":[{\"type\":\"epsilon\"}],\"rules\":{},\"root\":0}";

    /** Words that are complete characters in every vocabulary. */
    private static final String ANY_WORD = "root ::= [ -~]+";

    /** More tokens than any vocabulary has. */
    private static final int ALL_TOKENS = 1 << 24;

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
            status("/models");
        } catch (ServerFailure e) {
            throw e.kind() == Kind.UNREACHABLE || e.kind() == Kind.LATE
                    ? e
                    : new ServerFailure(
                            Kind.REFUSED,
                            "it loads no models: start llama-server with --models-dir DIR --no-models-autoload, and"
                                    + " without --model (" + e.getMessage() + ")");
        }
        return new Abilities(true); // it is asked for probabilities after sampling
    }

    /** State of the model; empty where the server knows no such file. */
    private Optional<String> status(String path) throws ServerFailure, InterruptedException {
        return Json.read(server.get(path, longest), "a list of models with their status", found -> {
            Optional<String> status = Optional.empty();
            for (JsonElement one : found.getAsJsonArray("data")) {
                JsonObject entry = one.getAsJsonObject();
                JsonObject state = entry.getAsJsonObject("status");
                if (entry.get("id").getAsString().equals(model)) {
                    boolean failed = state.has("failed") && state.get("failed").getAsBoolean();
                    status = Optional.of(failed ? FAILED : state.get("value").getAsString());
                }
            }
            return status;
        });
    }

    @Override
    public boolean holds(Published weights) throws ServerFailure, InterruptedException {
        return weights.label().equals(held) && status("/models").equals(Optional.of("loaded"));
    }

    @Override
    public void publish(Published weights) throws ServerFailure, InterruptedException {
        held = null;
        long end = System.nanoTime() + longest.toNanos();
        JsonObject body = new JsonObject();
        body.addProperty("model", model);
        Optional<String> before = status("/models?reload=1"); // its list of files is that of its start otherwise
        if (before.filter(state -> !state.equals(UNLOADED) && !state.equals(FAILED))
                .isPresent()) {
            server.ask("/models/unload", body, longest);
            await(UNLOADED, end);
        }
        server.ask("/models/load", body, longest);
        await("loaded", end);
        held = weights.label();
    }

    private void await(String wanted, long end) throws ServerFailure, InterruptedException {
        Optional<String> state = status("/models");
        while (!state.equals(Optional.of(wanted))) {
            if (state.equals(Optional.of(FAILED))) {
                throw new ServerFailure(
                        Kind.GARBAGE, "it could not load the model '" + model + "': its own log says why");
            }
            if (System.nanoTime() - end > 0) {
                throw new ServerFailure(
                        Kind.LATE,
                        "the model '" + model + "' is " + state.orElse("not there") + ", expected " + wanted);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            state = status("/models");
        }
    }

    /** Every sampler but those of the request is named, to be switched off: the server's own defaults filter. */
    @Override
    public Call call(GenerationRequest request, Published weights, String id) {
        SamplingParams params = request.params();
        JsonObject body = Dialect.sampling(params);
        body.remove("stop_token_ids"); // it knows none; core ends the response there
        body.remove("stop"); // it leaves out probabilities before one; core ends the response there
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
        body.addProperty(
                "post_sampling_probs", params.temperature() > 0); // otherwise the likeliest one has probability 1
        body.addProperty("return_tokens", true);
        body.addProperty("chat_parser", ANY_BYTES);
        body.addProperty("cache_prompt", true);
        return new Call("/completion", body);
    }

    @Override
    public Reply reply(String answer, GenerationRequest request, Published weights)
            throws ServerFailure, InterruptedException {
        LlamaAnswer read = Json.read(
                answer,
                "tokens with probabilities",
                found -> LlamaAnswer.of(found, request.params().maxTokens()));
        float[] logprobs = read.logprobs();
        for (int t = 0; t < logprobs.length; t++) {
            if (Float.isNaN(logprobs[t])) {
                logprobs[t] = asked(request, read.tokens(), t);
            }
        }
        return new Reply(read.tokens(), logprobs, logprobs, Optional.empty());
    }

    /** Asks for one token more after those before it, and for the probabilities of all tokens there. */
    private float asked(GenerationRequest request, int[] tokens, int at) throws ServerFailure, InterruptedException {
        int[] before = Arrays.copyOf(request.tokens(), request.tokens().length + at);
        System.arraycopy(tokens, 0, before, request.tokens().length, at);
        JsonObject body = new JsonObject();
        body.addProperty("model", model);
        body.add("prompt", Json.list(before));
        body.addProperty("n_predict", 1);
        body.addProperty("temperature", 0);
        body.addProperty("grammar", ANY_WORD); // decides what is written alone; probabilities are those before it
        body.addProperty("n_probs", ALL_TOKENS);
        body.addProperty("cache_prompt", true);
        double temperature = request.params().temperature();
        return Json.read(
                server.ask("/completion", body, longest),
                "probabilities of all tokens",
                found -> LlamaAnswer.logprob(found, tokens[at], temperature > 0 ? temperature : 1));
    }
}
