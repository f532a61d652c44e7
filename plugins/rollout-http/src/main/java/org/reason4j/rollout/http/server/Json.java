package org.reason4j.rollout.http.server;

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
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/** JSON of answers, read strictly: what is not there, or something else, makes the answer garbage. */
public final class Json {

    private static final int LONGEST = 200;

    private Json() {}

    /** What is read of an answer. */
    public interface Reading<T> {

        /** Reads; may throw whatever Gson throws where something is not there. */
        T of(JsonObject answer) throws ServerFailure;
    }

    /**
     * Reads an answer.
     *
     * @param what names it in the message
     * @throws ServerFailure if it is not one complete object, or not what is expected in it
     */
    public static <T> T read(String text, String what, Reading<T> reading) throws ServerFailure {
        try {
            return reading.of(object(text));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) { // what Gson throws where something is not there, or something else
            throw new ServerFailure(Kind.GARBAGE, "the answer is not " + what + ": " + excerpt(text));
        }
    }

    private static JsonObject object(String text) throws ServerFailure {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
                return element.getAsJsonObject();
            }
        } catch (IOException e) {
            throw new ServerFailure(Kind.GARBAGE, "the answer is no complete JSON: " + excerpt(text));
        }
        throw new ServerFailure(Kind.GARBAGE, "the answer is not a single JSON object: " + excerpt(text));
    }

    /** A list of token ids. */
    public static JsonArray list(int[] ids) {
        JsonArray list = new JsonArray(ids.length);
        for (int id : ids) {
            list.add(id);
        }
        return list;
    }

    /** Whole numbers of a list. */
    public static int[] ints(JsonArray list) {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Integer.parseInt(list.get(i).getAsString());
        }
        return values;
    }

    /** Numbers of a list. */
    public static float[] floats(JsonArray list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).getAsFloat();
        }
        return values;
    }

    /** The beginning of a text, on one line. */
    public static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ... (" + text.length() + " characters)";
    }
}
