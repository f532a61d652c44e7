package org.reason4j.core.host.plugin;

import org.reason4j.api.plugin.PluginException;

/**
 * A class or method that a plugin needs is missing or does not fit, found while the plugin ran. It ends the run wherever it
 * occurs: no policy of a recipe turns it into a missing score.
 */
public final class LinkingException extends PluginException {

    private static final long serialVersionUID = 1L;

    /** Names the component, the failing method and the missing part. */
    public LinkingException(String message, LinkageError cause) {
        super(message, cause);
    }
}
