package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** One message of a conversation: a role such as {@code system}, {@code user} or {@code assistant}, and its text. */
@API(status = Status.STABLE, since = "1.0.0")
public record Message(String role, String content) {

    /** A message of the user. */
    public static Message user(String content) {
        return new Message("user", content);
    }
}
