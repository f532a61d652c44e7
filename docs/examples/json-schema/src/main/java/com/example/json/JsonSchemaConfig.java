package com.example.json;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the reward {@code json-schema}.
 *
 * @param field field of the example that holds the schema, as an object or as text
 * @param place place of the JSON in a response
 * @param partial reward of JSON that violates the schema, in [0, 1]
 */
public record JsonSchemaConfig(String field, Place place, double partial) {

    /** Where a response has its JSON. */
    public enum Place {
        /** The last block between <code>```json</code> and <code>```</code>. */
        FENCE,
        /** The text between the last pair of answer tags. */
        ANSWER_TAG,
        /** The whole response. */
        WHOLE
    }

    /** The last fenced block; a tenth for JSON of another shape. */
    public static final JsonSchemaConfig DEFAULTS = new JsonSchemaConfig("schema", Place.FENCE, 0.1);

    public JsonSchemaConfig {
        check(!field.isBlank(), "json-schema.field must name the field of an example that holds the schema");
        check(partial >= 0 && partial <= 1, "json-schema.partial must be in [0, 1], got %s", partial);
    }
}
