package org.reason4j.api.text;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** The text models of a recipe, by their key under {@code models}: a service for components. Implemented by core. */
@Provided
@FunctionalInterface
@API(status = Status.STABLE, since = "1.0.0")
public interface TextModels {

    /**
     * Returns a model.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the recipe has none of that key
     */
    TextModel get(String key);
}
