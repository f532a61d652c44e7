package org.reason4j.reward.generative.judge;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.plugin.ConfigException;

/** Texts of an example, as questions to a judge show them. */
public final class PromptText {

    private PromptText() {}

    /** The only message, or the conversation with a role in front of each message. */
    public static String question(Prompt prompt) {
        List<Message> messages = prompt.messages();
        return messages.size() == 1
                ? messages.get(0).content()
                : messages.stream()
                        .map(message -> message.role() + ": " + message.content())
                        .collect(Collectors.joining("\n\n"));
    }

    /** Fields of an example, for placeholders; {@code component} is the reward that reads them. */
    public static Function<String, String> fields(String component, Prompt prompt) {
        return name -> prompt.field(name)
                .orElseThrow(() -> new ConfigException(
                        component + " reads the field '" + name + "', which example '" + prompt.id() + "' lacks"));
    }
}
