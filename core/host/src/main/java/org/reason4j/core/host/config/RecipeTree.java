package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.binding.Choices;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.Placeholders;
import org.reason4j.core.host.config.tree.SettingNames;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Records as maps, lists and plain values, and these as YAML. */
final class RecipeTree {

    /** Text that no reader of YAML takes for anything else. */
    private static final String PLAIN = "[A-Za-z][A-Za-z0-9_./-]*";

    private RecipeTree() {}

    /**
     * Returns records as maps in component order, enums in kebab case, absent values as null and, but for
     * numbers and truth values, everything else as text. A record in a setting that is a choice has its name first.
     */
    static @Nullable Object of(@Nullable Object value) {
        return of(value, Object.class);
    }

    /**
     * Returns the same of a value in a setting.
     *
     * @param declared the setting's type
     */
    static @Nullable Object of(@Nullable Object value, Type declared) {
        if (value instanceof Record held) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            if (Choices.isChoice(Shape.raw(declared))) {
                map.put(Choices.NAME, Choices.name(held.getClass()));
            }
            for (RecordComponent component : held.getClass().getRecordComponents()) {
                map.put(component.getName(), of(Shape.read(component, held), component.getGenericType()));
            }
            return map;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), Shape.unwrapped(declared));
        }
        if (value instanceof Enum<?> constant) {
            return SettingNames.kebabCase(constant);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(entry -> copy.add(of(entry, Shape.argument(declared, 0))));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, entry) -> copy.put(String.valueOf(key), of(entry, Shape.argument(declared, 1))));
            return copy;
        }
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /**
     * Returns the tree with templates in the place of values that were made of them, and every other text protected
     * against being taken for a placeholder.
     *
     * @param templates texts with placeholders, by path
     */
    static @Nullable Object written(@Nullable Object tree, String path, Map<String, String> templates) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, entry) -> {
                String key = (String) name;
                copy.put(
                        key,
                        Placeholders.isFreeText(key) ? entry : written(entry, ConfigPath.child(path, key), templates));
            });
            return copy;
        }
        if (tree instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(entry -> copy.add(written(entry, ConfigPath.child(path, copy.size()), templates)));
            return copy;
        }
        String template = templates.get(path);
        return template != null ? template : tree instanceof String text ? Placeholders.escaped(text) : tree;
    }

    /** Returns the tree as YAML in block style; text is quoted, so that no reader takes it for something else. */
    static String yaml(@Nullable Object tree) {
        return yaml(tree, DumperOptions.FlowStyle.BLOCK, "[A-Za-z][A-Za-z0-9_]*");
    }

    /** Returns the tree as a person writes it: in block style, quoted only where YAML needs that. */
    static String handwritten(@Nullable Object tree) {
        return yaml(tree, DumperOptions.FlowStyle.BLOCK, PLAIN);
    }

    /** Returns the tree as YAML in one line. */
    static String inline(@Nullable Object tree) {
        return yaml(tree, DumperOptions.FlowStyle.FLOW, PLAIN).strip();
    }

    private static String yaml(@Nullable Object tree, DumperOptions.FlowStyle style, String plain) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(style);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        options.setDereferenceAliases(true);
        return new Yaml(new QuotingRepresenter(options, plain), options).dump(tree);
    }

    private static final class QuotingRepresenter extends Representer {

        QuotingRepresenter(DumperOptions options, String plain) {
            super(options);
            representers.put(
                    String.class, text -> representScalar(Tag.STR, (String) text, styleOf((String) text, plain)));
        }

        private static DumperOptions.ScalarStyle styleOf(String text, String plain) {
            return text.matches(plain) && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")
                    ? DumperOptions.ScalarStyle.PLAIN
                    : DumperOptions.ScalarStyle.DOUBLE_QUOTED;
        }
    }
}
