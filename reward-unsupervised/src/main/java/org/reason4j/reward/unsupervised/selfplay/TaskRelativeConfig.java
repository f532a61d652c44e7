package org.reason4j.reward.unsupervised.selfplay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of task-relative whitening.
 *
 * @param fields fields of a prompt whose values say what is whitened together; a prompt without one counts as having an
 *     empty text
 */
public record TaskRelativeConfig(List<String> fields) {

    /** Roles and kinds apart, as published: six sets. */
    public static final TaskRelativeConfig DEFAULTS = new TaskRelativeConfig(List.of(Task.ROLE, Task.KIND));

    public TaskRelativeConfig {
        fields = List.copyOf(fields);
        check(
                !fields.isEmpty() && fields.stream().noneMatch(String::isBlank),
                "task-relative.fields must name fields, got %s",
                fields);
    }
}
