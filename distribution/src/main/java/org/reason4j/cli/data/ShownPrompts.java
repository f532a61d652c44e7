package org.reason4j.cli.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.trainer.experience.PromptPool;

/** The prompts of examples as a model reads them. */
final class ShownPrompts implements AutoCloseable {

    private final Path model;
    private final ModelConfig config;
    private final ChatFormat format;
    private final ModelTokenizer tokenizer;
    private final Optional<String> system;

    /**
     * Opens a model's tokenizer and chat template.
     *
     * @param arguments further ones of the template
     * @param system message of conversations that have none
     */
    ShownPrompts(Path model, Map<String, Object> arguments, Optional<String> system) {
        this.model = model;
        this.system = system;
        config = ModelConfig.read(model);
        format = ChatFormat.read(model).with(arguments);
        tokenizer = ModelTokenizer.open(model, config, format);
    }

    /** The first prompt, and how long all of them are. */
    String describe(List<Example> examples) {
        List<Prompt> prompts = examples.stream()
                .map(example -> PromptPool.render(example, tokenizer, system))
                .toList();
        Prompt first = prompts.get(0);
        int[] lengths = prompts.stream().mapToInt(Prompt::length).sorted().toArray();
        String end = System.lineSeparator();
        return "First prompt, example '" + first.id() + "', as " + model + " reads it:" + end
                + indented(tokenizer.decode(first.tokens(), false))
                + end
                + "Tokens of prompts: " + lengths[0] + " to " + lengths[lengths.length - 1] + ", median "
                + lengths[lengths.length / 2] + "; the model has positions for " + config.maxPositions()
                + ", responses included." + end;
    }

    /** The first conversation, where no model says how it is written. */
    static String describe(Example example) {
        StringBuilder text =
                new StringBuilder("First prompt, example '" + example.id() + "':" + System.lineSeparator());
        for (Message message : example.messages()) {
            text.append(indented(message.role() + ": " + message.content())).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String indented(String text) {
        return Arrays.stream(text.stripTrailing().split("\\R", -1))
                .map(line -> "  | " + line)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
