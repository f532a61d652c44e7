package org.reason4j.core.engine.rollout.partial;

import java.util.List;

/** Writes responses in parts. */
@FunctionalInterface
public interface PartialWriter {

    /**
     * Writes each response on with the weights of now, until it ends or has that many new tokens. An observation of the
     * environment is never cut: one that begins within them is written whole.
     *
     * @param tokens new tokens of each response, at least 1
     * @return the responses in order; those that were finished already are returned as they are
     */
    List<PartialResponse> write(List<PartialResponse> responses, int tokens);
}
