package org.reason4j.distillation.self;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;

/** Prompts that say more than those that the student reads, rendered with the model's chat template. */
public record Enrichment(Tokenizer tokenizer) {

    private static final String SYSTEM = "system";

    /**
     * Returns the conversation with another text in place of its last message.
     *
     * @param template text with {@code {prompt}} for what the message says, and the places of {@code values}
     */
    Prompt inTheLastMessage(Prompt prompt, String template, Map<String, String> values) {
        List<Message> messages = new ArrayList<>(conversation(prompt));
        Message last = messages.get(messages.size() - 1);
        Map<String, String> all = new HashMap<>(values);
        all.put("prompt", last.content());
        messages.set(messages.size() - 1, new Message(last.role(), Template.filled(template, all)));
        return rendered(prompt, messages);
    }

    /** Returns the conversation with a text in front: a system message of its own, or the beginning of the one that is there. */
    Prompt inTheSystemMessage(Prompt prompt, String template, Map<String, String> values) {
        List<Message> messages = new ArrayList<>(conversation(prompt));
        String text = Template.filled(template, values);
        Message first = messages.get(0);
        if (first.role().equals(SYSTEM)) {
            messages.set(0, new Message(SYSTEM, text + "\n\n" + first.content()));
        } else {
            messages.add(0, new Message(SYSTEM, text));
        }
        return rendered(prompt, messages);
    }

    private static List<Message> conversation(Prompt prompt) {
        ConfigException.check(
                !prompt.messages().isEmpty(),
                "Prompt '%s' has tokens, but no conversation, so a teacher can't be given more to read. Take a dataset of"
                        + " conversations or questions.",
                prompt.id());
        return prompt.messages();
    }

    private Prompt rendered(Prompt prompt, List<Message> messages) {
        return Prompt.of(prompt.id(), messages, tokenizer.render(messages)).withFields(prompt.fields());
    }
}
