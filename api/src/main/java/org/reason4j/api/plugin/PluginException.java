package org.reason4j.api.plugin;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A plugin broke its contract; its author can fix it. The message names the component and its jar. */
@API(status = Status.STABLE, since = "1.0.0")
public class PluginException extends RuntimeException {

    public PluginException(String message) {
        super(message);
    }

    public PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
