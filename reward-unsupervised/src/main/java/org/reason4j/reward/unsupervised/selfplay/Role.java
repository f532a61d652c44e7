package org.reason4j.reward.unsupervised.selfplay;

import java.util.Optional;
import org.reason4j.api.data.Prompt;

/** What a prompt asks the policy for. */
enum Role {
    /** A task. */
    PROPOSE("propose"),
    /** The answer of a task. */
    SOLVE("solve");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Optional<Role> of(Prompt prompt) {
        return prompt.field(Task.ROLE)
                .flatMap(text -> text.equals(PROPOSE.text)
                        ? Optional.of(PROPOSE)
                        : text.equals(SOLVE.text) ? Optional.of(SOLVE) : Optional.empty());
    }
}
