package org.reason4j.dataset.duckdb;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.dataset.RowFields;

/**
 * Settings of {@link DuckDbReader}. A field within a structure is named by its path, such as {@code
 * reward_model.ground_truth}.
 *
 * @param path a file, or a pattern for several, such as {@code data/train-*.parquet}; must be given
 * @param format what the files are
 * @param select columns to read, as between {@code SELECT} and {@code FROM}: {@code question, answer}, {@code * EXCLUDE
 *     (image)}, {@code regexp_extract(answer, '#### (.*)', 1) AS answer}
 * @param where condition on rows, as after {@code WHERE}, such as {@code level >= 4}; empty for all rows
 * @param prompt column with the user's message, or with a conversation
 * @param messages column with a whole conversation, a list of {@code {role, content}}; it wins where a row has both
 * @param answer column with the expected result; it wins over another that is called {@code answer}
 * @param response column with a response to imitate
 * @param tools column with tools that the conversation may call, a list or its JSON text, for the model's chat template; empty
 *     for none
 * @param id column that identifies the row; rows without it are identified by their number among all that were read
 */
public record DuckDbConfig(
        String path,
        Format format,
        String select,
        String where,
        String prompt,
        String messages,
        String answer,
        String response,
        String tools,
        String id) {

    /** Every column and row of files whose names tell what they are. */
    public static final DuckDbConfig DEFAULTS =
            new DuckDbConfig("", Format.AUTO, "*", "", "prompt", "messages", "answer", "response", "", "id");

    public DuckDbConfig {
        check(!select.isBlank(), "select is empty, expected columns such as 'question, answer', or * for all");
        RowFields.of(prompt, messages, answer, response, id, tools); // refuses names that are none
    }

    /** The default settings for this file, or for the files of this pattern. */
    public static DuckDbConfig of(String path) {
        return DEFAULTS.withPath(path);
    }

    private DuckDbConfig withPath(String other) {
        return new DuckDbConfig(other, format, select, where, prompt, messages, answer, response, tools, id);
    }

    /** Names of the columns that make up an example. */
    RowFields fields() {
        return RowFields.of(prompt, messages, answer, response, id, tools);
    }
}
