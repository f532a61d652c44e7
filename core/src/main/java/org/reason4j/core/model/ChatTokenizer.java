package org.reason4j.core.model;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.core.huggingface.ChatTemplateSource;
import org.reason4j.core.huggingface.ModelConfig;
import org.reason4j.core.huggingface.ModelTokenizer;
import org.reason4j.core.template.ChatTemplate;

/** Opens a model directory's tokenizer with its chat template. */
public final class ChatTokenizer {

    private ChatTokenizer() {}

    /**
     * Opens a directory. A conversation is rendered for the model to answer; without a chat template it is the contents of
     * its messages, one after another.
     */
    public static ModelTokenizer open(Path directory, ModelConfig config) {
        ChatTemplateSource source = ChatTemplateSource.read(directory);
        Function<List<Message>, String> render = source.template()
                .<Function<List<Message>, String>>map(text -> {
                    ChatTemplate template = ChatTemplate.parse(text);
                    Map<String, Object> arguments = new HashMap<>();
                    arguments.put("add_generation_prompt", true);
                    source.beginningOfSequence().ifPresent(token -> arguments.put("bos_token", token));
                    source.endOfSequence().ifPresent(token -> arguments.put("eos_token", token));
                    return messages -> template.render(
                            messages.stream()
                                    .map(message -> Map.of("role", message.role(), "content", message.content()))
                                    .toList(),
                            arguments);
                })
                .orElse(messages -> messages.stream().map(Message::content).collect(Collectors.joining()));
        return ModelTokenizer.open(directory, config, render);
    }
}
