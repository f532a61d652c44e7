package org.reason4j.api.plugin;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An error that the user can fix: a setting, a file, a combination of plugins. The message says what was found, what was
 * expected, where it came from and what to do; the command line prints it without a stack trace and exits with 2.
 */
@API(status = Status.STABLE, since = "1.0.0")
public class ConfigException extends RuntimeException {

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Throws a {@code ConfigException} with the formatted message unless {@code condition} holds. */
    public static void check(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new ConfigException(String.format(java.util.Locale.ROOT, message, arguments));
        }
    }
}
