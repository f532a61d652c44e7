package org.reason4j.distillation.teacher;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.plugin.ConfigException;

/**
 * The teachers of a component by their keys, and the field of an example that holds the key of its own: one teacher for a row,
 * never a mean over several.
 *
 * @param teachers by key
 * @param field name of the field; empty for one teacher of all examples
 */
public record TeacherChoice(Map<String, TeacherConfig> teachers, String field) {

    /** Copies the map in its order. */
    public TeacherChoice {
        teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
    }

    /**
     * Checks that every row has one teacher.
     *
     * @param component name of the component, for messages
     */
    public void check(String component) {
        ConfigException.check(
                !teachers.isEmpty(),
                "%s.teachers names no teacher. Add one, such as {teacher: {path: models/teacher}}.",
                component);
        ConfigException.check(
                teachers.size() == 1 || !field.isBlank(),
                "%s.teachers has %s, and %s.field does not say which field of an example holds the key of its teacher. Set"
                        + " field, or leave one teacher.",
                component,
                teachers.keySet(),
                component);
        teachers.forEach((key, teacher) -> ConfigException.check(
                !teacher.path().isBlank() || !teacher.baseUrl().isBlank(),
                "%s.teachers.%s names neither the path of a directory nor the baseUrl of a server. Set one of the two.",
                component,
                key));
    }

    /** Directories to load, and the field that every example has. */
    public Requirements requirements() {
        ModelRef[] directories = teachers.values().stream()
                .map(TeacherConfig::path)
                .filter(path -> !path.isBlank())
                .map(ModelRef::directory)
                .distinct()
                .toArray(ModelRef[]::new);
        Requirements needs = Requirements.models(directories).withOwnSignal();
        return field.isBlank() ? needs : needs.withFieldValues(field, Set.copyOf(teachers.keySet()));
    }

    /** The key of a prompt's teacher. */
    String key(Prompt prompt) {
        if (field.isBlank()) {
            return teachers.keySet().iterator().next();
        }
        String key = prompt.field(field)
                .orElseThrow(() -> new ConfigException(
                        "Example '" + prompt.id() + "' has no field '" + field + "', which names its teacher; it has "
                                + prompt.fields().keySet() + "."));
        ConfigException.check(
                teachers.containsKey(key),
                "Example '%s' asks for the teacher '%s' in its field '%s', but there are %s. Add that teacher, or leave such"
                        + " examples out.",
                prompt.id(),
                key,
                field,
                teachers.keySet());
        return key;
    }
}
