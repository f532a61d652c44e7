package org.reason4j.core.host.documentation;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.RecipeSnippet;
import org.reason4j.core.host.config.SettingsTable;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginRegistry;

/** Describes components from their registration, their records and their Javadoc; builds none of them. */
public final class ComponentDescriptions {

    /** Settings with a default that an example shows, besides those that must be given. */
    private static final int SHOWN = 3;

    private static final String MUST_BE_GIVEN = "must be given";
    private static final Pattern INSTANCE = Pattern.compile("such as `([^`]+)`");

    private final PluginRegistry registry;
    private final DocumentationFiles documentation = new DocumentationFiles();

    /** Descriptions of what a registry holds. */
    public ComponentDescriptions(PluginRegistry registry) {
        this.registry = registry;
    }

    /** Describes a component. */
    public ComponentDescription of(Offer offer) {
        List<ComponentDescription.Setting> settings =
                SettingsTable.of(offer.defaults()).stream().map(this::setting).toList();
        List<Class<?>> asked = new ArrayList<>(registry.asksFor(offer));
        List<Class<?>> shared =
                registry.shared(offer).stream().filter(asked::contains).toList();
        asked.removeAll(shared);
        asked.remove(offer.defaults().getClass());
        return new ComponentDescription(
                offer.kind(),
                offer.name(),
                offer.origin(),
                offer.type(),
                documentation.of(offer.type()),
                constant(offer.defaults()),
                settings,
                presets(offer),
                List.copyOf(asked),
                shared,
                RecipeSnippet.of(offer.kind().label(), offer.name(), example(settings)));
    }

    /** What is said about a component: about its class, or about its defaults where others share the class. */
    public Documentation text(Offer offer) {
        boolean shared = registry.offers(offer.kind()).stream()
                .anyMatch(other ->
                        other.type() == offer.type() && !other.fullName().equals(offer.fullName()));
        Documentation own = shared ? constant(offer.defaults()) : Documentation.NONE;
        return own.text().isEmpty() ? documentation.of(offer.type()) : own;
    }

    /**
     * What is said about the class of a plugin.
     *
     * @param offer a component that it offers
     * @param type name of the class
     */
    public Documentation plugin(Offer offer, String type) {
        return Optional.ofNullable(offer.type().getClassLoader())
                .map(loader -> documentation.of(loader, type))
                .orElse(Documentation.NONE);
    }

    private ComponentDescription.Setting setting(SettingsTable.Row row) {
        Optional<Documentation.Setting> said =
                Optional.ofNullable(documentation.of(row.owner()).settings().get(row.name()));
        return new ComponentDescription.Setting(
                row,
                said.map(Documentation.Setting::text).orElse(""),
                said.flatMap(Documentation.Setting::range),
                documentation.choices(row.raw()));
    }

    private List<ComponentDescription.Preset> presets(Offer offer) {
        return new TreeMap<>(offer.presets())
                .entrySet().stream()
                        .map(preset -> new ComponentDescription.Preset(
                                preset.getKey(),
                                constant(preset.getValue()),
                                SettingsTable.changes(offer.defaults(), preset.getValue())))
                        .toList();
    }

    /** What is said about the constant of a record's class that holds these settings. */
    private Documentation constant(Record settings) {
        return documentation.of(settings.getClass()).constants().entrySet().stream()
                .filter(constant -> value(settings.getClass(), constant.getKey()) == settings)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Documentation.NONE);
    }

    private static @Nullable Object value(Class<?> type, String constant) {
        Optional<Field> field = Arrays.stream(type.getDeclaredFields())
                .filter(one -> one.getName().equals(constant))
                .findFirst();
        if (field.isEmpty()) {
            return null; // documented by another version of the class
        }
        try {
            field.get().setAccessible(true);
            return field.get().get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Can't read " + constant + " of " + type.getName(), e);
        }
    }

    /** The settings that must be given, and the first of the others. */
    private static Map<String, Object> example(List<ComponentDescription.Setting> settings) {
        Map<String, Object> example = new LinkedHashMap<>();
        int shown = 0;
        for (ComponentDescription.Setting setting : settings) {
            SettingsTable.Row row = setting.row();
            if (setting.text().contains(MUST_BE_GIVEN)) {
                put(
                        example,
                        row.path(),
                        row.type().startsWith("list of ") ? List.of(instance(setting)) : instance(setting));
            } else if (isShort(row) && shown < SHOWN) {
                example.put(row.path(), row.value().orElseThrow());
                shown++;
            }
        }
        return example;
    }

    /** Puts a value where its path leads, such as {@code server.model}. */
    @SuppressWarnings("unchecked") // maps below are made here
    private static void put(Map<String, Object> section, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            section.put(path, value);
        } else {
            Object below = section.computeIfAbsent(path.substring(0, dot), key -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) below, path.substring(dot + 1), value);
        }
    }

    private static boolean isShort(SettingsTable.Row row) {
        return row.path().equals(row.name())
                && row.value()
                        .filter(value -> value instanceof Number
                                || value instanceof Boolean
                                || value instanceof String text && !text.isEmpty() && text.length() < 40)
                        .isPresent();
    }

    private static String instance(ComponentDescription.Setting setting) {
        Matcher named = INSTANCE.matcher(setting.text());
        if (named.find()) {
            return named.group(1);
        }
        return setting.row().name().toLowerCase(Locale.ROOT).endsWith("path")
                ? "problems.jsonl"
                : "my-" + setting.row().name();
    }
}
