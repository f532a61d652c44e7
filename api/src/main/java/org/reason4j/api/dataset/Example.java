package org.reason4j.api.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;

/** One row of a dataset, or a task that a curriculum made up. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
public final class Example {

    private final Prompt content; // without tokens: its copies of messages, response and fields

    private Example(Prompt content) {
        this.content = content;
    }

    /**
     * An example without further fields.
     *
     * @param id stable identity within the dataset
     * @param messages the conversation that the policy answers
     */
    public static Example of(String id, List<Message> messages) {
        return new Example(Prompt.of(id, messages, new int[0]));
    }

    /** Returns a copy with an answer to imitate, for supervised training and demonstrations. */
    public Example withResponse(String text) {
        return new Example(content.withResponse(text));
    }

    /** Returns a copy with these fields, such as {@code answer}, in place of its own. */
    public Example withFields(Map<String, ?> fields) {
        return new Example(content.withFields(fields));
    }

    /** Stable identity within the dataset. */
    public String id() {
        return content.id();
    }

    /** The conversation that the policy answers. */
    public List<Message> messages() {
        return content.messages();
    }

    /** An answer to imitate, where it has one. */
    public Optional<String> response() {
        return content.response();
    }

    /** Every other field, such as {@code answer}. */
    public Map<String, Object> fields() {
        return content.fields();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Example example
                && example.id().equals(id())
                && example.messages().equals(messages())
                && example.response().equals(response())
                && example.fields().equals(fields());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "example '" + id() + "'";
    }
}
