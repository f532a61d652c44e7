package org.reason4j.core.trainer.preference;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;

/**
 * Responses that stand in the fields of an example, as tokens: prompt, response and the end of the sequence.
 *
 * <p>A field is a text, or a list of messages that ends with the assistant's. A list that begins with the example's own messages is the
 * whole conversation, else what follows them.
 *
 * @param tokenizer of the model
 */
public record GivenResponses(Tokenizer tokenizer) {

    /** Name of the field with the response that was preferred. */
    public static final String CHOSEN = "chosen";

    /** Name of the field with the one that was not. */
    public static final String REJECTED = "rejected";

    /** 1 on every token of a response that was preferred or is desirable, -1 on those of others. */
    public static final TokenStream LABEL = TokenStream.of("preferences", "label");

    /**
     * Responses for a model.
     *
     * @throws ConfigException if the model has no token that ends a response
     */
    public GivenResponses {
        check(
                !tokenizer.endOfSequence().isEmpty(),
                "The model has no end-of-sequence token, which a response that is given could end with. Set eos_token_id in"
                        + " its config.json.");
    }

    /**
     * Returns the pair of a prompt, the preferred response first; every token is learned, and carries its {@link #LABEL}.
     *
     * @throws ConfigException if its fields hold no pair
     */
    public List<Trajectory> pair(Prompt prompt) {
        List<Message> chosen = conversation(prompt, CHOSEN);
        List<Message> rejected = conversation(prompt, REJECTED);
        check(!chosen.equals(rejected), "the chosen response is the rejected one, word for word");
        return List.of(response(prompt, chosen, 0, true), response(prompt, rejected, 1, false));
    }

    /** Returns a response that is a text; every token is learned, and carries its {@link #LABEL}. */
    Trajectory labelled(Prompt prompt, String text, boolean good) {
        return response(prompt, with(prompt.messages(), List.of(new Message("assistant", text))), 0, good);
    }

    private Trajectory response(Prompt prompt, List<Message> conversation, int sample, boolean good) {
        int last = conversation.size() - 1;
        String text = conversation.get(last).content();
        int[] tokens = tokenizer.encode(text);
        int[] response = Arrays.copyOf(tokens, tokens.length + 1);
        response[tokens.length] = tokenizer.endOfSequence().get(0);
        float[] labels = new float[response.length];
        Arrays.fill(labels, good ? 1 : -1);
        return Trajectory.demonstration(answered(prompt, conversation.subList(0, last)), sample, response, text)
                .with(LABEL, labels);
    }

    /** The prompt of the last message, which is longer where others stand between. */
    private Prompt answered(Prompt prompt, List<Message> asked) {
        return asked.equals(prompt.messages())
                ? prompt
                : Prompt.of(prompt.id(), asked, tokenizer.render(asked)).withFields(prompt.fields());
    }

    /** The whole conversation, the response last. */
    private static List<Message> conversation(Prompt prompt, String field) {
        @Nullable Object value = prompt.fields().get(field);
        List<Message> all;
        if (value instanceof String text) {
            all = with(prompt.messages(), List.of(new Message("assistant", text)));
        } else if (value instanceof List<?> turns && !turns.isEmpty()) {
            all = with(
                    prompt.messages(),
                    turns.stream().map(turn -> message(turn, field)).toList());
        } else {
            throw new ConfigException("found " + (value == null ? "no field" : value + " in") + " '" + field
                    + "', expected a text, or a list of messages; its fields are "
                    + prompt.fields().keySet());
        }
        String role = all.get(all.size() - 1).role();
        check(role.equals("assistant"), "'%s' ends with a message of '%s', expected one of 'assistant'", field, role);
        return all;
    }

    /** The messages of a prompt and those that follow, which may begin with the prompt's own, without its system message, too. */
    private static List<Message> with(List<Message> asked, List<Message> given) {
        List<Message> all = new ArrayList<>(asked);
        boolean system = asked.get(0).role().equals("system");
        int own = begins(given, asked)
                ? asked.size()
                : system && begins(given, asked.subList(1, asked.size())) ? asked.size() - 1 : 0;
        all.addAll(given.subList(own, given.size()));
        return all;
    }

    private static boolean begins(List<Message> messages, List<Message> first) {
        return messages.size() > first.size()
                && messages.subList(0, first.size()).equals(first);
    }

    private static Message message(Object turn, String field) {
        if (turn instanceof Map<?, ?> map
                && !(map.get("tool_calls") instanceof List<?> calls && !calls.isEmpty()) // a response is text alone
                && map.get("role") instanceof String role
                && map.get("content") instanceof String content) {
            return new Message(role, content);
        }
        throw new ConfigException("found " + turn + " in '" + field + "', expected {role, content} with texts");
    }
}
