package org.reason4j.core.host.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.reason4j.core.host.config.binding.BindableTypes;
import org.reason4j.core.host.config.binding.Normalizer;
import org.reason4j.core.host.config.binding.RecordBinder;
import org.reason4j.core.host.config.tree.Node;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.SettingOrigin;

/** Binds a component's settings to its record. */
public final class SettingsBinder {

    private SettingsBinder() {}

    /** Returns a line for each component of a settings record to which no value can be bound: arrays, maps by number. */
    public static List<String> unbindable(Class<? extends Record> settings) {
        return BindableTypes.problems(settings);
    }

    /**
     * Overlays settings on a record.
     *
     * <p>Keys are component names in camel case or kebab case. Components may be numbers, truth values, text, enums (in
     * kebab case or any other), {@code Duration} ({@code 10s}, {@code 500ms} or ISO 8601), optionals, lists, maps, nested
     * records, classes with a constructor from text, such as {@code Path}, and sealed interfaces that permit records alone:
     * a choice. A nested record may be given in part. A choice is given by the name of its record in kebab case, alone or as
     * {@code name} beside settings that differ from that record's defaults; a section without {@code name} changes the choice
     * that is there. A number must fit its type exactly and be finite. A value that the record's own constructor rejects with
     * a {@code ConfigException} or {@code IllegalArgumentException} is reported like the rest.
     *
     * @param defaults the settings that apply where nothing else is given
     * @param preset replaces the defaults when present
     * @param config settings that differ from there
     * @param where the owner of the settings, for messages, such as {@code recipe.yaml: optimizer.config}
     * @throws org.reason4j.api.plugin.ConfigException with one line for each problem
     */
    public static <C extends Record> C bind(C defaults, Optional<C> preset, Map<String, Object> config, String where) {
        Problems problems = new Problems();
        Class<?> type = defaults.getClass();
        C start = preset.orElse(defaults);
        Node node = new Normalizer(problems).normalize(Node.of(config, new SettingOrigin("")), type, start, where);
        Object bound = new RecordBinder(problems, false).bind(node, type, start, where);
        problems.throwIfAny();
        @SuppressWarnings("unchecked") // the binder builds the class it is given
        C settings = (C) Objects.requireNonNull(bound, "a record without problems");
        return settings;
    }
}
