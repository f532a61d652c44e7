package org.reason4j.core.host.dataset;

import org.reason4j.api.dataset.RowFields;

/**
 * Settings of {@link JsonlReader}. A field within an object is named by its path, such as {@code reward_model.ground_truth}.
 *
 * @param path the file, which may be compressed with gzip; must be given
 * @param prompt field with the user's message, or with a conversation
 * @param messages field with a whole conversation, a list of {@code {role, content}}; it wins where a row has both
 * @param answer field with the expected result; it wins over another that is called {@code answer}
 * @param response field with a response to imitate
 * @param tools field with tools that the conversation may call, a list or its JSON text, for the model's chat template; empty
 *     for none
 * @param id field that identifies the row; rows without it are identified by their line number
 */
public record JsonlReaderConfig(
        String path, String prompt, String messages, String answer, String response, String tools, String id) {

    /** Fields called what they are. */
    public static final JsonlReaderConfig DEFAULTS =
            new JsonlReaderConfig("", "prompt", "messages", "answer", "response", "", "id");

    public JsonlReaderConfig {
        RowFields.of(prompt, messages, answer, response, id, tools); // refuses names that are none
    }

    /** The default field names for this file. */
    public static JsonlReaderConfig of(String path) {
        return new JsonlReaderConfig(
                path,
                DEFAULTS.prompt,
                DEFAULTS.messages,
                DEFAULTS.answer,
                DEFAULTS.response,
                DEFAULTS.tools,
                DEFAULTS.id);
    }

    /** The names of fields. */
    RowFields fields() {
        return RowFields.of(prompt, messages, answer, response, id, tools);
    }
}
