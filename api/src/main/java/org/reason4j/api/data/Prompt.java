package org.reason4j.api.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Input of the policy: a conversation and its token ids, with the other fields of the example. Immutable. */
@API(status = Status.STABLE, since = "1.0.0")
public final class Prompt {

    private final String id;
    private final List<Message> messages;
    private final int[] tokens;
    private final Optional<String> response;
    private final Map<String, Object> fields;

    private Prompt(
            String id, List<Message> messages, int[] tokens, Optional<String> response, Map<String, Object> fields) {
        this.id = id;
        this.messages = messages;
        this.tokens = tokens;
        this.response = response;
        this.fields = fields;
    }

    /**
     * A prompt without further fields.
     *
     * @param id stable identity of the example within its dataset; keys the randomness of its rollouts
     * @param messages the conversation so far
     * @param tokens the rendered conversation as token ids, exactly the policy's input
     */
    public static Prompt of(String id, List<Message> messages, int[] tokens) {
        return new Prompt(id, List.copyOf(messages), tokens.clone(), Optional.empty(), Map.of());
    }

    /** Returns a copy with these fields of the example, such as {@code answer}, in place of its own. */
    public Prompt withFields(Map<String, ?> values) {
        return new Prompt(id, messages, tokens, response, Immutable.fields(values));
    }

    /** Returns a copy with the example's response, a text to imitate. */
    public Prompt withResponse(String text) {
        return new Prompt(id, messages, tokens, Optional.of(text), fields);
    }

    /** Stable identity of the example; keys the randomness of its rollouts. */
    public String id() {
        return id;
    }

    /** The conversation so far. */
    public List<Message> messages() {
        return messages;
    }

    /** The rendered conversation as token ids, a copy. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Number of token ids. */
    public int length() {
        return tokens.length;
    }

    /** The example's response, a text to imitate, where it has one. */
    public Optional<String> response() {
        return response;
    }

    /** Every field of the example that is neither the conversation nor the response, such as {@code answer}. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** Returns the field of that name, as text. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).map(String::valueOf);
    }

    @Override
    public String toString() {
        return "prompt '" + id + "' of " + tokens.length + " tokens";
    }
}
