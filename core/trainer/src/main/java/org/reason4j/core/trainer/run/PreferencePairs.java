package org.reason4j.core.trainer.run;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.trainer.experience.PromptPool;

/**
 * Pairs of responses, of which one was preferred, as tokens: prompt, response and the end of the sequence, at which each is
 * scored.
 *
 * <p>An example's fields {@code chosen} and {@code rejected} are texts, or lists of messages that end with the assistant's. A list
 * that begins with the example's own messages is the whole conversation, else what follows them.
 *
 * @param examples with those fields
 * @param tokenizer of the model
 * @param system system message of conversations that have none
 */
record PreferencePairs(List<Example> examples, Tokenizer tokenizer, Optional<String> system) {

    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";

    /**
     * Checks every example.
     *
     * @param section of the recipe that they come from, for messages
     * @throws ConfigException if one of them is no pair
     */
    static PreferencePairs of(List<Example> examples, Tokenizer tokenizer, Optional<String> system, String section) {
        check(
                !tokenizer.endOfSequence().isEmpty(),
                "The model has no end-of-sequence token, after which a response could be scored. Set eos_token_id in its"
                        + " config.json.");
        PreferencePairs pairs = new PreferencePairs(List.copyOf(examples), tokenizer, system);
        for (Example example : examples) {
            try {
                check(
                        !conversation(example, CHOSEN).equals(conversation(example, REJECTED)),
                        "the chosen response is the rejected one, word for word");
            } catch (ConfigException e) {
                throw new ConfigException(
                        "Example '" + example.id() + "' of " + section + " is no pair of responses: " + e.getMessage(),
                        e);
            }
        }
        return pairs;
    }

    /** The conversations as prompts, without responses. */
    List<Prompt> prompts() {
        return examples.stream()
                .map(example -> PromptPool.render(example, tokenizer, system))
                .toList();
    }

    /** The pair of an example, as credits: the chosen response first. */
    List<Credit> pair(int number, Example example) {
        return Credit.pair(
                number,
                response(example, conversation(example, CHOSEN), 0),
                response(example, conversation(example, REJECTED), 1));
    }

    private Trajectory response(Example example, List<Message> conversation, int sample) {
        int last = conversation.size() - 1;
        Prompt prompt = PromptPool.render(Example.of(example.id(), conversation.subList(0, last)), tokenizer, system);
        String text = conversation.get(last).content();
        int[] tokens = tokenizer.encode(text);
        int[] response = Arrays.copyOf(tokens, tokens.length + 1);
        response[tokens.length] = tokenizer.endOfSequence().get(0);
        boolean[] scored = new boolean[response.length];
        scored[tokens.length] = true;
        return Trajectory.demonstration(prompt, sample, response, text).withLearned(scored);
    }

    /** The whole conversation, the response last. */
    private static List<Message> conversation(Example example, String field) {
        @Nullable Object value = example.fields().get(field);
        List<Message> all = new ArrayList<>(example.messages());
        if (value instanceof String text) {
            all.add(new Message("assistant", text));
        } else if (value instanceof List<?> turns && !turns.isEmpty()) {
            List<Message> own = turns.stream().map(turn -> message(turn, field)).toList();
            boolean whole =
                    own.size() > all.size() && own.subList(0, all.size()).equals(all);
            all.addAll(whole ? own.subList(all.size(), own.size()) : own);
        } else {
            throw new ConfigException("found " + (value == null ? "no field" : value + " in") + " '" + field
                    + "', expected a text, or a list of messages; its fields are "
                    + example.fields().keySet());
        }
        String role = all.get(all.size() - 1).role();
        check(role.equals("assistant"), "'%s' ends with a message of '%s', expected one of 'assistant'", field, role);
        return all;
    }

    private static Message message(Object turn, String field) {
        if (turn instanceof Map<?, ?> map
                && map.get("role") instanceof String role
                && map.get("content") instanceof String content) {
            return new Message(role, content);
        }
        throw new ConfigException("found " + turn + " in '" + field + "', expected {role, content} with texts");
    }
}
