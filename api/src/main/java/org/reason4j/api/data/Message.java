package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** One message of a conversation: a role such as {@code system}, {@code user} or {@code assistant}, and its text. */
@API(status = Status.STABLE, since = "1.0.0")
public record Message(String role, String content) {

    /** Role of what is no turn but names the tools that may be called: a JSON list for the model's chat template. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static final String TOOLS = "tools";

    /** The tools that a conversation may call, as a JSON list; it stands before the turns. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static Message tools(String json) {
        return new Message(TOOLS, json);
    }

    /** Role of what is no turn but holds further parts of the next one: a JSON object for the model's chat template. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static final String PARTS = "parts";

    /**
     * Parts of the next turn besides its role and its text, such as {@code tool_calls} of an assistant, as a JSON object; where
     * it has {@code content}, that stands for the text.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public static Message parts(String json) {
        return new Message(PARTS, json);
    }

    /** A message of the user. */
    public static Message user(String content) {
        return new Message("user", content);
    }
}
