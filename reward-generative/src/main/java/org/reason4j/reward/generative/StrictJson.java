package org.reason4j.reward.generative;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** JSON as its standard has it: whole, and with nothing after it. */
final class StrictJson {

    private StrictJson() {}

    static JsonReader reader(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        return reader;
    }

    /**
     * Reads an object.
     *
     * @throws IOException if the text is anything else, or ends early
     */
    static JsonObject object(String text) throws IOException {
        JsonReader reader = reader(text);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (!element.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("not one JSON object");
            }
            return element.getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("not JSON, or only a part of it", e);
        }
    }
}
