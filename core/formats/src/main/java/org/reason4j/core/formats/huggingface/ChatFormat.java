package org.reason4j.core.formats.huggingface;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.ChatTemplate;

/**
 * Conversation format of a model: the chat template of its directory. A model without one, such as a tiny one
 * that reads single characters, is given the contents of the messages one after the other and nothing else.
 *
 * <p>Templates are given what transformers gives them: {@code messages}, {@code add_generation_prompt}, {@code tools} and
 * {@code documents}, which are {@code None} where there are none, {@code bos_token} and {@code eos_token} where the model has
 * them, and whatever else the caller names. Safe for use by many threads.
 */
public final class ChatFormat {

    private final Path directory;
    private final Optional<ChatTemplate> template;
    private final Map<String, @Nullable Object> constants = new HashMap<>();

    private ChatFormat(Path directory, ChatTemplateSource source) {
        this.directory = directory;
        template = source.template().map(text -> parse(directory, text));
        constants.put("tools", null);
        constants.put("documents", null);
        source.beginningOfSequence().ifPresent(token -> constants.put("bos_token", token));
        source.endOfSequence().ifPresent(token -> constants.put("eos_token", token));
    }

    /**
     * Reads the chat template of a model directory, if it has one.
     *
     * @throws ConfigException if it is not a template
     */
    public static ChatFormat read(Path directory) {
        return new ChatFormat(directory, ChatTemplateSource.read(directory));
    }

    private static ChatTemplate parse(Path directory, String text) {
        try {
            return ChatTemplate.parse(text);
        } catch (ConfigException e) {
            throw new ConfigException("The chat template of " + directory + " can't be read: " + e.getMessage(), e);
        }
    }

    /** Writes a conversation as the text that the model is to continue. */
    public String prompt(List<Message> messages) {
        List<Map<String, Object>> turns = new ArrayList<>();
        for (Message message : messages) {
            turns.add(Map.of("role", message.role(), "content", message.content()));
        }
        return render(turns, Map.of("add_generation_prompt", true));
    }

    /**
     * Writes a conversation whose messages may have any keys.
     *
     * @param messages the turns in order
     * @param arguments what the template is given besides the tokens of the model; they win
     * @throws ConfigException if the template rejects the conversation
     */
    public String render(
            List<? extends Map<String, ? extends @Nullable Object>> messages,
            Map<String, ? extends @Nullable Object> arguments) {
        if (template.isEmpty()) {
            return contents(messages);
        }
        Map<String, @Nullable Object> all = new HashMap<>(constants);
        all.putAll(arguments);
        return template.get().render(messages, all);
    }

    private String contents(List<? extends Map<String, ? extends @Nullable Object>> messages) {
        StringBuilder text = new StringBuilder();
        for (Map<String, ? extends @Nullable Object> message : messages) {
            if (!(message.get("content") instanceof String content)) {
                throw new ConfigException(
                        directory + " has no chat template, so messages are joined, but the content of " + message
                                + " is no text");
            }
            text.append(content);
        }
        return text.toString();
    }
}
