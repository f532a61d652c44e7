package org.reason4j.core.host.track;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the console.
 *
 * @param intervalSeconds least time between two plain lines; the last step always has one
 */
public record ConsoleConfig(double intervalSeconds) {
    public static final ConsoleConfig DEFAULTS = new ConsoleConfig(1);

    public ConsoleConfig {
        check(intervalSeconds >= 0, "console.intervalSeconds must not be negative, got %s", intervalSeconds);
    }
}
