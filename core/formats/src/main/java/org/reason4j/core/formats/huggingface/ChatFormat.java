package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.template.ChatTemplate;

/**
 * Conversation format of a model: the chat template of its directory. A model without one, such as a base model, is given the
 * contents of the messages one after the other.
 *
 * <p>Templates are given what transformers gives them: {@code messages}, {@code add_generation_prompt}, {@code tools} and
 * {@code documents}, which are {@code None} where there are none, the special tokens that the model has, such as {@code
 * bos_token} and {@code pad_token}, and whatever else the caller names. Of several templates a conversation with tools is
 * written with {@code tool_use}, where there is one, every other with {@code default}; the message of the role {@code
 * tools} names them and is none of the template's messages. Safe for use by many threads.
 */
public final class ChatFormat {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALLS = "tool_calls";

    private final Path directory;
    private final Optional<ChatTemplate> template;
    private final Optional<ChatTemplate> withTools;
    private final boolean writesCalls;
    private final Map<String, @Nullable Object> constants = new HashMap<>();

    private ChatFormat(
            Path directory,
            Optional<ChatTemplate> template,
            Optional<ChatTemplate> withTools,
            boolean writesCalls,
            Map<String, @Nullable Object> constants) {
        this.directory = directory;
        this.template = template;
        this.withTools = withTools;
        this.writesCalls = writesCalls;
        this.constants.putAll(constants);
    }

    private ChatFormat(Path directory, ChatTemplateSource source) {
        this.directory = directory;
        template = parsed(directory, source, ChatTemplateSource.DEFAULT);
        withTools = parsed(directory, source, ChatTemplateSource.TOOLS).or(() -> template);
        writesCalls = source.templates().values().stream().anyMatch(text -> text.contains(CALLS));
        constants.put("tools", null);
        constants.put("documents", null);
        constants.putAll(source.tokens());
    }

    /**
     * Reads the chat template of a model directory, if it has one.
     *
     * @throws ConfigException if it is not a template
     */
    public static ChatFormat read(Path directory) {
        return new ChatFormat(directory, ChatTemplateSource.read(directory));
    }

    private static Optional<ChatTemplate> parsed(Path directory, ChatTemplateSource source, String name) {
        return Optional.ofNullable(source.templates().get(name)).map(text -> parse(directory, text));
    }

    private static ChatTemplate parse(Path directory, String text) {
        try {
            return ChatTemplate.parse(text);
        } catch (ConfigException e) {
            throw new ConfigException("The chat template of " + directory + " can't be read: " + e.getMessage(), e);
        }
    }

    /** True if the model has a chat template, which writes all special tokens of a conversation. */
    public boolean hasTemplate() {
        return template.isPresent();
    }

    /** Writes a conversation as the text that the model is to continue. */
    public String prompt(List<Message> messages) {
        return prompt(messages, Map.of());
    }

    /**
     * Writes a conversation as the text that the model is to continue.
     *
     * @param arguments further arguments of the template, such as {@code enable_thinking}; they win
     */
    public String prompt(List<Message> messages, Map<String, ? extends @Nullable Object> arguments) {
        List<Map<String, @Nullable Object>> turns = new ArrayList<>();
        Map<String, @Nullable Object> all = new HashMap<>(Map.of("add_generation_prompt", true));
        Map<String, @Nullable Object> parts = new LinkedHashMap<>(); // of the next turn
        for (Message message : messages) {
            switch (message.role()) {
                case Message.TOOLS -> all.put("tools", tools(message.content()));
                case Message.PARTS -> parts.putAll(parts(message.content()));
                default -> {
                    Map<String, @Nullable Object> turn = new LinkedHashMap<>();
                    turn.put("role", message.role());
                    turn.put("content", message.content());
                    turn.putAll(parts);
                    parts.clear();
                    turns.add(turn);
                }
            }
        }
        all.putAll(arguments);
        return render(turns, all);
    }

    private List<?> tools(String json) {
        ConfigException.check(
                withTools.isPresent(), "%s has no chat template, so it can't be told of tools", directory);
        try {
            return JSON.readValue(json, List.class);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    "The tools of a conversation are no JSON list: " + e.getOriginalMessage() + ", found: " + json, e);
        }
    }

    /** Parts of a turn; calls of tools are refused where no template writes them, since the turn would lose them. */
    private Map<String, @Nullable Object> parts(String json) {
        Map<String, @Nullable Object> parts;
        try {
            parts = JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    "The parts of a turn are no JSON object: " + e.getOriginalMessage() + ", found: " + json, e);
        }
        ConfigException.check(
                writesCalls || !parts.containsKey(CALLS),
                "A turn has %s, but %s has no chat template that writes them. Choose a model whose template does, or leave"
                        + " such conversations out: %s",
                CALLS,
                directory,
                json);
        return parts;
    }

    /** Returns a format that gives its template these arguments, too, unless the caller does. */
    public ChatFormat with(Map<String, ? extends @Nullable Object> arguments) {
        ChatFormat other = new ChatFormat(directory, template, withTools, writesCalls, constants);
        other.constants.putAll(arguments);
        return other;
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
        Map<String, @Nullable Object> all = new HashMap<>(constants);
        all.putAll(arguments);
        return (all.get("tools") == null ? template : withTools)
                .map(found -> found.render(messages, all))
                .orElseGet(() -> contents(messages));
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
