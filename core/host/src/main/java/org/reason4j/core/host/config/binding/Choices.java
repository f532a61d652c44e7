package org.reason4j.core.host.config.binding;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reason4j.core.host.config.tree.NearMiss;
import org.reason4j.core.host.config.tree.SettingNames;

/**
 * The records that a setting of a sealed interface chooses from. In recipes each has the name of its class in kebab case, and
 * its settings stand beside that name: {@code loss: {name: clip, clipHigh: 0.28}}, or {@code loss: clip} for its defaults.
 */
public final class Choices {

    /** Key of a choice's name, beside its settings. */
    public static final String NAME = "name";

    private Choices() {}

    /** Returns true for the type of a setting that is a choice between records. */
    public static boolean isChoice(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** Returns the permitted classes by name, in the order of their declaration. */
    public static Map<String, Class<?>> of(Class<?> type) {
        Map<String, Class<?>> choices = new LinkedHashMap<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            choices.putIfAbsent(name(permitted), permitted);
        }
        return choices;
    }

    /** Returns the name of one of the records: {@code PassAtK} is {@code pass-at-k}. */
    public static String name(Class<?> choice) {
        return choice.getSimpleName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** Returns the record of a name in any spelling. */
    static Optional<Class<?>> find(Class<?> type, String name) {
        return Arrays.<Class<?>>stream(type.getPermittedSubclasses())
                .filter(choice -> SettingNames.camelCase(name).equalsIgnoreCase(choice.getSimpleName()))
                .findFirst();
    }

    /** Returns what the setting expects, in words. */
    static String expectation(Class<?> type) {
        return "one of " + String.join(", ", of(type).keySet());
    }

    /** Returns what was expected in place of a name that is none, with the name that was perhaps meant. */
    static String unknown(Class<?> type, String name) {
        return NearMiss.of(name, of(type).keySet())
                .map(meant -> expectation(type) + "; did you mean '" + meant + "'?")
                .orElse(expectation(type));
    }
}
