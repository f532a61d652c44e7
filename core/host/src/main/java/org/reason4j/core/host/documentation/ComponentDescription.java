package org.reason4j.core.host.documentation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.config.SettingsTable;
import org.reason4j.core.host.plugin.PluginOrigin;

/**
 * A component, as a person who wants to use it needs to know it.
 *
 * @param kind its extension point
 * @param name its name in recipes
 * @param origin jar and version of its plugin
 * @param type its class
 * @param text what it is
 * @param defaults what is said about its default settings; often nothing
 * @param settings its settings, those of sections under their paths
 * @param presets further named settings
 * @param services what its constructor asks for, besides settings and shared classes
 * @param shared classes that it shares with other components of its plugin
 * @param example lines of a recipe that use it
 */
public record ComponentDescription(
        Kind<?> kind,
        String name,
        PluginOrigin origin,
        Class<?> type,
        Documentation text,
        Documentation defaults,
        List<Setting> settings,
        List<Preset> presets,
        List<Class<?>> services,
        List<Class<?>> shared,
        String example) {

    /**
     * One setting.
     *
     * @param row its path, type and default
     * @param text what it does; empty where nobody wrote it
     * @param range the numbers that it allows, where that is said
     * @param choices what each constant of an enum, or each record of a choice, means, by its name as recipes write it
     */
    public record Setting(SettingsTable.Row row, String text, Optional<String> range, Map<String, String> choices) {}

    /**
     * Named settings.
     *
     * @param name their name in recipes
     * @param text what is said about them
     * @param changes values that are not the default, by path
     */
    public record Preset(String name, Documentation text, Map<String, SettingsTable.Row> changes) {}
}
