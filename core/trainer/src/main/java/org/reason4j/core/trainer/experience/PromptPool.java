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

/** The training examples as prompts; each is encoded once, when it is first wanted. */
public final class PromptPool {

    private final List<Example> examples;
    private final Tokenizer tokenizer;
    private final Optional<String> system;
    private final Map<String, Integer> places = new HashMap<>(); // index of the first example with an id
    private final Map<Integer, Prompt> encoded = new HashMap<>();

    /**
     * A pool of the dataset's examples.
     *
     * @param system system message of conversations that have none
     */
    public PromptPool(List<Example> examples, Tokenizer tokenizer, Optional<String> system) {
        this.examples = List.copyOf(examples);
        this.tokenizer = tokenizer;
        this.system = system;
        for (int i = 0; i < examples.size(); i++) {
            places.putIfAbsent(examples.get(i).id(), i);
        }
    }

    /** All examples, in the order of the dataset. */
    List<Example> examples() {
        return examples;
    }

    /** Returns the example of that id. */
    Optional<Example> example(String id) {
        return Optional.ofNullable(places.get(id)).map(examples::get);
    }

    /** Returns the prompt of the example at an index. */
    Prompt prompt(int index) {
        return encoded.computeIfAbsent(index, i -> render(examples.get(i)));
    }

    /** Returns the prompt of the example of that id. */
    Optional<Prompt> prompt(String id) {
        return Optional.ofNullable(places.get(id)).map(this::prompt);
    }

    /** True if a prompt is the one that {@link #prompt(String)} returns for its id. */
    boolean owns(Prompt prompt) {
        Integer place = places.get(prompt.id());
        return place != null && encoded.get(place) == prompt;
    }

    /** Renders an example that need not be in the pool. */
    Prompt render(Example example) {
        return render(example, tokenizer, system);
    }

    /** Renders an example with the model's chat template. */
    public static Prompt render(Example example, Tokenizer tokenizer, Optional<String> system) {
        List<Message> messages = new ArrayList<>(example.messages());
        boolean hasSystem = messages.stream().anyMatch(message -> message.role().equals("system"));
        if (!hasSystem) {
            system.ifPresent(text -> messages.add(0, new Message("system", text)));
        }
        Prompt prompt =
                Prompt.of(example.id(), messages, tokenizer.render(messages)).withFields(example.fields());
        return example.response().map(prompt::withResponse).orElse(prompt);
    }
}
