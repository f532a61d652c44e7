package org.reason4j.core.host.config;

/**
 * A part of a recipe that a plugin offers under a name, for {@code extends}.
 *
 * @param name its name
 * @param yaml sections of a recipe
 * @param jar file name of the plugin's jar
 */
public record RecipeFragment(String name, String yaml, String jar) {

    /** The source of its values, as {@code config explain} shows it. */
    String source() {
        return "recipe " + name + " (" + jar + ")";
    }
}
