package org.reason4j.api.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;

/**
 * One row of a dataset.
 *
 * @param id stable identity within the dataset
 * @param messages the conversation that the policy answers
 * @param response an answer to imitate, for supervised training
 * @param fields everything else, such as {@code answer}
 */
public record Example(String id, List<Message> messages, Optional<String> response, Map<String, Object> fields) {

    public Example {
        messages = List.copyOf(messages);
        fields = Map.copyOf(fields);
    }
}
