package org.reason4j.core.host.track.live;

import java.nio.file.Path;

/**
 * A run among those that are shown.
 *
 * @param name what it is called there
 * @param place of its page, from the root of the server, such as {@code /2/}
 * @param directory where it writes
 */
record NamedRun(String name, String place, Path directory) {}
