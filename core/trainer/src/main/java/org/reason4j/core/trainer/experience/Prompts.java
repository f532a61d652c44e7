package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.host.dataset.PromptOrder;

/** The examples of a dataset as prompts, and which of them are whose turn. */
public final class Prompts {

    private final List<Example> examples;
    private final Tokenizer tokenizer;
    private final Optional<String> system;
    private final PromptOrder order;
    private final Map<Integer, Prompt> encoded = new HashMap<>();

    public Prompts(List<Example> examples, Tokenizer tokenizer, Optional<String> system, PromptOrder order) {
        this.examples = examples;
        this.tokenizer = tokenizer;
        this.system = system;
        this.order = order;
    }

    /** Number of prompts in a batch. */
    int perStep() {
        return order.promptsPerStep();
    }

    /** The prompts of a batch, from 1 on: a function of its number alone. Each example is encoded once. */
    List<Prompt> ofBatch(int batch) {
        List<Prompt> prompts = new ArrayList<>();
        for (int index : order.examplesOf(batch)) {
            prompts.add(encoded.computeIfAbsent(index, i -> prompt(examples.get(i), tokenizer, system)));
        }
        return prompts;
    }

    /** Renders an example with the model's chat template. */
    public static Prompt prompt(Example example, Tokenizer tokenizer, Optional<String> system) {
        List<Message> messages = new ArrayList<>(example.messages());
        boolean hasSystem = messages.stream().anyMatch(message -> message.role().equals("system"));
        if (!hasSystem) {
            system.ifPresent(text -> messages.add(0, new Message("system", text)));
        }
        return Prompt.of(example.id(), messages, tokenizer.render(messages)).withFields(example.fields());
    }
}
