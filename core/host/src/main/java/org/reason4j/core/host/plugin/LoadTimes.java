package org.reason4j.core.host.plugin;

import java.time.Duration;

/**
 * Where the time of loading plugins went.
 *
 * @param engines looking for DJL's engines
 * @param search finding jars, hashing and copying them, reading what they say about themselves
 * @param registration loading the classes of plugins and letting them announce their components
 */
public record LoadTimes(Duration engines, Duration search, Duration registration) {

    /** Nothing was loaded from a directory. */
    static final LoadTimes NONE = new LoadTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
