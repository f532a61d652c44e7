package org.reason4j.api.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the policy is given.
 *
 * @param id stable identity of the example within its dataset; keys the randomness of its rollouts
 * @param messages the conversation so far
 * @param tokens the rendered conversation as token ids, exactly what the policy reads; never modified
 * @param fields every field of the example that is not the conversation, such as {@code answer}
 */
public record Prompt(String id, List<Message> messages, int[] tokens, Map<String, Object> fields) {

    public Prompt {
        messages = List.copyOf(messages);
        fields = Map.copyOf(fields);
    }

    /** Returns the field of that name, as text. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).map(String::valueOf);
    }
}
