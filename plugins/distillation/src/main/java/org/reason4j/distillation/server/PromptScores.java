package org.reason4j.distillation.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.TopTokens;
import org.reason4j.distillation.server.TeacherFailure.Kind;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.TeacherConfig.Dialect;

/**
 * Requests for the log-probabilities of given tokens, and their answers, in both dialects. Tokens are ids on the way there and
 * back: those of an answer are compared with those that were sent, so that a server that tokenizes anew is noticed.
 */
record PromptScores(Dialect dialect, String model) {

    private static final String ID = "token_id:";

    /** The likelihood of a token. */
    private record Likely(int id, float logprob) {}

    /** A request for the log-probabilities of tokens, and of the most likely ones at each position. */
    String request(int[] tokens, int topK) {
        JsonObject body = body(tokens);
        if (dialect == Dialect.ECHO) {
            body.addProperty("max_tokens", 0);
            body.addProperty("echo", true);
            body.addProperty("logprobs", topK);
            body.addProperty("return_tokens_as_token_ids", true);
        } else {
            body.addProperty("max_tokens", 1);
            body.addProperty("prompt_logprobs", topK);
        }
        return body.toString();
    }

    /** A request for the texts of tokens. */
    String textRequest(int[] tokens) {
        JsonObject body = body(tokens);
        if (dialect == Dialect.ECHO) {
            body.addProperty("max_tokens", 0);
            body.addProperty("echo", true);
            body.addProperty("logprobs", 0);
        } else {
            body.addProperty("max_tokens", 1);
            body.addProperty("prompt_logprobs", 0);
        }
        return body.toString();
    }

    private JsonObject body(int[] tokens) {
        JsonObject body = new JsonObject();
        body.addProperty("model", model);
        JsonArray prompt = new JsonArray(tokens.length);
        for (int token : tokens) {
            prompt.add(token);
        }
        body.add("prompt", prompt);
        body.addProperty("temperature", 1);
        return body;
    }

    /**
     * Reads the numbers of the last tokens of a request.
     *
     * @param tokens that were sent
     * @param from the first one whose numbers are wanted, at least 1: nothing comes before the first token
     */
    Lesson lesson(String answer, int[] tokens, int from, int topK) throws TeacherFailure {
        List<Map<Integer, Float>> positions = positions(answer, tokens);
        int length = tokens.length - from;
        float[] logprobs = new float[length];
        int[] ids = new int[length * topK];
        float[] top = new float[length * topK];
        for (int t = 0; t < length; t++) {
            Map<Integer, Float> here = positions.get(from + t);
            Float own = here.get(tokens[from + t]);
            if (own == null || !Float.isFinite(own)) {
                throw new TeacherFailure(
                        Kind.INCOMPLETE,
                        "token " + t + " of the response, id " + tokens[from + t] + ", has the log-probability " + own
                                + ", expected a finite number");
            }
            logprobs[t] = own;
            fill(ids, top, t, topK, here);
        }
        return Lesson.of(logprobs, topK == 0 ? Optional.empty() : Optional.of(TopTokens.of(topK, ids, top)));
    }

    private static void fill(int[] ids, float[] top, int t, int topK, Map<Integer, Float> here) throws TeacherFailure {
        if (topK == 0) {
            return;
        }
        List<Likely> likely = new ArrayList<>();
        here.forEach((id, logprob) -> likely.add(new Likely(id, logprob)));
        likely.removeIf(one -> !Float.isFinite(one.logprob()));
        likely.sort(Comparator.comparingDouble((Likely one) -> -one.logprob()).thenComparingInt(Likely::id));
        if (likely.size() < topK) {
            throw new TeacherFailure(
                    Kind.INCOMPLETE,
                    "token " + t + " of the response has " + likely.size()
                            + " most likely tokens with a finite log-probability, expected " + topK
                            + ". Lower k, or raise what the server allows");
        }
        for (int j = 0; j < topK; j++) {
            ids[t * topK + j] = likely.get(j).id();
            top[t * topK + j] = likely.get(j).logprob();
        }
    }

    /** Log-probabilities by token id at each position, the token that was sent among them; none at the first. */
    private List<Map<Integer, Float>> positions(String answer, int[] tokens) throws TeacherFailure {
        try {
            JsonObject choice = choice(answer);
            return dialect == Dialect.ECHO ? echoed(choice, tokens) : prompted(choice, tokens);
        } catch (JsonParseException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException
                | ClassCastException
                | NumberFormatException
                | UnsupportedOperationException e) { // what Gson throws where something is not there, or something else
            throw unreadable("not the log-probabilities of a prompt, " + TeacherConnection.excerpt(answer));
        }
    }

    private static List<Map<Integer, Float>> echoed(JsonObject choice, int[] tokens) throws TeacherFailure {
        JsonObject lists = choice.getAsJsonObject("logprobs");
        JsonArray echoed = lists.getAsJsonArray("tokens");
        JsonArray logprobs = lists.getAsJsonArray("token_logprobs");
        JsonElement tops = lists.get("top_logprobs");
        requireLength(Math.min(echoed.size(), logprobs.size()), tokens.length);
        List<Map<Integer, Float>> positions = new ArrayList<>();
        for (int t = 0; t < tokens.length; t++) {
            int id = id(echoed.get(t).getAsString());
            if (id != tokens[t]) {
                throw unreadable("token " + t + " of the prompt came back as id " + id + ", sent as " + tokens[t]);
            }
            Map<Integer, Float> here = new LinkedHashMap<>();
            if (tops != null
                    && tops.isJsonArray()
                    && tops.getAsJsonArray().get(t).isJsonObject()) {
                tops.getAsJsonArray()
                        .get(t)
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(
                                one -> here.put(id(one.getKey()), one.getValue().getAsFloat()));
            }
            if (!logprobs.get(t).isJsonNull()) {
                here.put(id, logprobs.get(t).getAsFloat());
            }
            positions.add(here);
        }
        return positions;
    }

    private static int id(String token) {
        if (!token.startsWith(ID)) {
            throw new NumberFormatException("no token id: " + token);
        }
        return Integer.parseInt(token.substring(ID.length()));
    }

    private static List<Map<Integer, Float>> prompted(JsonObject choice, int[] tokens) throws TeacherFailure {
        JsonArray entries = choice.getAsJsonArray("prompt_logprobs");
        requireLength(entries.size(), tokens.length);
        List<Map<Integer, Float>> positions = new ArrayList<>();
        for (int t = 0; t < tokens.length; t++) {
            Map<Integer, Float> here = new LinkedHashMap<>();
            if (entries.get(t).isJsonObject()) {
                entries.get(t)
                        .getAsJsonObject()
                        .entrySet()
                        .forEach(one -> here.put(
                                Integer.parseInt(one.getKey()),
                                one.getValue().getAsJsonObject().get("logprob").getAsFloat()));
            }
            positions.add(here);
        }
        return positions;
    }

    /** Reads the texts of the tokens that were sent; empty where the server tells none. */
    List<Optional<String>> texts(String answer, int[] tokens) throws TeacherFailure {
        try {
            JsonObject choice = choice(answer);
            List<Optional<String>> texts = new ArrayList<>();
            for (int t = 0; t < tokens.length; t++) {
                texts.add(dialect == Dialect.ECHO ? echoedText(choice, t) : promptedText(choice, t, tokens[t]));
            }
            return texts;
        } catch (JsonParseException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) { // what Gson throws where something is not there, or something else
            throw unreadable("not the texts of a prompt's tokens, " + TeacherConnection.excerpt(answer));
        }
    }

    private static Optional<String> echoedText(JsonObject choice, int t) {
        return Optional.of(choice.getAsJsonObject("logprobs")
                .getAsJsonArray("tokens")
                .get(t)
                .getAsString());
    }

    private static Optional<String> promptedText(JsonObject choice, int t, int token) {
        JsonElement here = choice.getAsJsonArray("prompt_logprobs").get(t);
        return here.isJsonObject()
                ? Optional.ofNullable(here.getAsJsonObject()
                                .getAsJsonObject(String.valueOf(token))
                                .get("decoded_token"))
                        .filter(JsonElement::isJsonPrimitive)
                        .map(JsonElement::getAsString)
                : Optional.empty();
    }

    private static JsonObject choice(String answer) throws TeacherFailure {
        JsonReader reader = new JsonReader(new StringReader(answer));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (!element.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
                throw unreadable("not a single JSON object, " + TeacherConnection.excerpt(answer));
            }
            return element.getAsJsonObject().getAsJsonArray("choices").get(0).getAsJsonObject();
        } catch (TeacherFailure e) {
            throw e;
        } catch (IOException e) {
            throw unreadable("not a complete JSON text, " + TeacherConnection.excerpt(answer));
        }
    }

    private static void requireLength(int found, int expected) throws TeacherFailure {
        if (found < expected) {
            throw unreadable("numbers of " + found + " tokens, expected " + expected);
        }
    }

    private static TeacherFailure unreadable(String what) {
        return new TeacherFailure(Kind.UNREADABLE, what);
    }
}
