package org.reason4j.testkit.rule;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.subject.Subject;

/** Rules of a settings record: the defaults or a preset. */
final class SettingsRules {

    /** Names that YAML reads as no text without quotes. */
    private static final Set<String> NOT_TEXT = Set.of("yes", "no", "on", "off", "true", "false", "null");

    private SettingsRules() {}

    static List<Rule<Record>> all() {
        return List.of(
                new Rule<>(
                        "settings: rebuilt",
                        "A record that is built from the values of another equals it, as when a recipe is read back.",
                        subject -> Expect.equal(
                                "settings built from the values of others",
                                rebuilt(subject.fresh(), Optional.empty(), 0),
                                subject.fresh())),
                new Rule<>(
                        "settings: NaN",
                        "A setting that is a number of floating point is refused where it is NaN, with a ConfigException that"
                                + " names it.",
                        SettingsRules::refusesNan),
                new Rule<>(
                        "settings: names",
                        "No setting, nested ones included, has a name that YAML reads as a truth value or as nothing, such as yes"
                                + " or off.",
                        subject -> requireNames(subject.fresh())));
    }

    private static void requireNames(Record settings) throws Exception {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String name = component.getName();
            Expect.that(
                    !NOT_TEXT.contains(name.toLowerCase(Locale.ROOT)),
                    "name of the setting '%s' of %s: expected one that YAML reads as text",
                    name,
                    settings.getClass().getSimpleName());
            if (value(settings, component) instanceof Record nested) {
                requireNames(nested);
            }
        }
    }

    private static void refusesNan(Subject<Record> subject) throws Exception {
        int tried = refusesNan(subject.fresh());
        if (tried == 0) {
            throw NotRun.doesNotApply("no setting is a number of floating point");
        }
    }

    private static int refusesNan(Record settings) throws Exception {
        int tried = 0;
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Class<?> type = component.getType();
            if (type == double.class || type == float.class) {
                tried++;
                requireRefusal(settings, component, type == double.class ? Double.NaN : (Object) Float.NaN);
            } else if (value(settings, component) instanceof Record nested) {
                tried += refusesNan(nested);
            }
        }
        return tried;
    }

    private static void requireRefusal(Record settings, RecordComponent component, Object number) throws Exception {
        Record accepted;
        try {
            accepted = rebuilt(settings, Optional.of(component.getName()), number);
        } catch (ConfigException e) {
            Expect.that(
                    String.valueOf(e.getMessage()).contains(component.getName()),
                    "refusal of NaN as the setting '%s': expected its name in the message, found '%s'",
                    component.getName(),
                    e.getMessage());
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "NaN as the setting '" + component.getName() + "': expected a ConfigException, found " + e, e);
        }
        throw new AssertionError(
                "NaN as the setting '" + component.getName() + "': expected a ConfigException, found " + accepted);
    }

    private static Record rebuilt(Record settings, Optional<String> changed, Object number) throws Exception {
        RecordComponent[] components = settings.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = changed.equals(Optional.of(components[i].getName())) ? number : value(settings, components[i]);
        }
        Constructor<? extends Record> constructor = settings.getClass().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static @Nullable Object value(Record settings, RecordComponent component) throws Exception {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(settings);
    }
}
