package org.reason4j.api.plugin;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/**
 * A jar's one entry point: lists what the jar offers.
 *
 * <p>The jar names its implementation in {@code META-INF/services/org.reason4j.api.plugin.Plugin}. It needs a public
 * constructor without arguments, and registering must have no other effect.
 */
@Extension
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface Plugin {

    /** Announces every component of this jar. */
    void register(Registry registry);
}
