package org.reason4j.environment.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/**
 * The environment variables of a program: those of reason4j that say where programs are and which language and time zone
 * to use, and what the recipe gives it. Keys in the environment of reason4j do not reach the program.
 */
final class ProgramEnvironment {

    private static final List<String> KEPT = List.of("PATH", "LANG", "LC_ALL", "TZ");

    /** Without these, programs do not start on Windows. */
    private static final List<String> KEPT_ON_WINDOWS = List.of("SystemRoot", "SystemDrive", "ComSpec", "PATHEXT");

    private static final List<String> DIRECTORIES = List.of("HOME", "TMPDIR", "TEMP", "TMP");

    private ProgramEnvironment() {}

    /** Refuses a tool for which a variable is passed on that is not set. */
    static void check(ToolConfig config, Map<String, String> own) {
        for (String name : config.passEnvironment()) {
            ConfigException.check(
                    own.containsKey(name),
                    "tools: passEnvironment of tool '%s' names the environment variable %s, which is not set. Set it, or"
                            + " leave it out.",
                    config.name(),
                    name);
        }
    }

    /**
     * Returns the variables of a program.
     *
     * @param own variables of this process
     * @param directory the program's own, as its home and for its temporary files
     */
    static Map<String, String> of(ToolConfig config, Map<String, String> own, OwnDirectory directory) {
        Map<String, String> environment = new LinkedHashMap<>();
        KEPT.forEach(name -> pass(own, name, environment));
        KEPT_ON_WINDOWS.forEach(name -> pass(own, name, environment));
        DIRECTORIES.forEach(name -> environment.put(name, directory.path().toString()));
        config.passEnvironment().forEach(name -> pass(own, name, environment));
        environment.putAll(config.environment());
        return environment;
    }

    private static void pass(Map<String, String> own, String name, Map<String, String> environment) {
        @Nullable String value = own.get(name);
        if (value != null) {
            environment.put(name, value);
        }
    }
}
