package org.reason4j.api.text;

/** The text models of a recipe, by their key under {@code models}: a service for components. Implemented by core. */
@FunctionalInterface
public interface TextModels {

    /**
     * Returns a model.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the recipe has none of that key
     */
    TextModel get(String key);
}
