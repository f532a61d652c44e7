package org.reason4j.core.host.reward;

import org.reason4j.api.plugin.PluginException;

/**
 * Workers that compute a reward are gone or can't begin. It says nothing of a response, so it ends the run: no policy of a recipe
 * turns it into a missing score.
 */
public final class WorkersException extends PluginException {

    private static final long serialVersionUID = 1L;

    /** Says what the workers failed at, and why. */
    public WorkersException(String message, Throwable cause) {
        super(message, cause);
    }
}
