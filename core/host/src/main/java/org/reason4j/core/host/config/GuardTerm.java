package org.reason4j.core.host.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A guard of the run, and what follows its alarm.
 *
 * @param name the name it is registered under
 * @param preset named settings to start from; absent for the defaults
 * @param key its name in metrics and messages; the registered name when absent, with a dot after the plugin if the recipe names that
 * @param onAlarm what follows when it begins to raise its alarm
 * @param config settings that differ from its defaults or its preset
 */
public record GuardTerm(
        String name, Optional<String> preset, Optional<String> key, OnAlarm onAlarm, Map<String, Object> config) {

    /** Consequence of an alarm, once when it begins. */
    public enum OnAlarm {
        /** Console, report and metrics show it, and training goes on. */
        TELL,
        /** The step is saved and the process ends; {@code --resume} goes on. */
        PAUSE,
        /** The run ends as if this were its last step: it is saved, measured and reported. */
        STOP
    }

    public GuardTerm {
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    /** A guard that tells what it finds. */
    public static GuardTerm of(String name) {
        return new GuardTerm(name, Optional.empty(), Optional.empty(), OnAlarm.TELL, Map.of());
    }

    /** The component that watches. */
    public Recipe.Component component() {
        return new Recipe.Component(name, preset, config);
    }

    /** Its name in metrics. */
    public String metricName() {
        return key.orElse(name.replace('/', '.'));
    }
}
