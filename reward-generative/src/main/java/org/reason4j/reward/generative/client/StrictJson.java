package org.reason4j.reward.generative.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** A strict JSON parser: complete texts only, with nothing after the object. */
public final class StrictJson {

    private StrictJson() {}

    /** A reader of a complete text. */
    public static JsonReader reader(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        return reader;
    }

    /**
     * Reads an object.
     *
     * @throws IOException if the text is not one complete object
     */
    public static JsonObject object(String text) throws IOException {
        JsonReader reader = reader(text);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (!element.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("not a single JSON object");
            }
            return element.getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("not a complete JSON text", e);
        }
    }
}
