package org.reason4j.core.host.config;

import org.reason4j.api.plugin.ConfigException;

/** Components of all plugins that recipes may name, with the settings that each of them starts from. */
public interface InstalledComponents {

    /**
     * Returns the default settings of a component.
     *
     * @param kind what it is, such as {@code reward}
     * @param name its name in recipes
     * @param where its place in the recipe, such as {@code rewards[0]}, for messages
     * @throws ConfigException if there is none; the message says what there is
     */
    Record settings(String kind, String name, String where);

    /**
     * Returns the settings of a component's preset.
     *
     * @throws ConfigException if it has none of that name; the message says which it has
     */
    Record preset(String kind, String name, String preset, String where);

    /**
     * Returns the part of a recipe that a plugin offers under a name, for {@code extends}.
     *
     * @throws ConfigException if there is none; the message lists the names that there are
     */
    RecipeFragment recipe(String name);
}
