package org.reason4j.api.cluster;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;

/** Offers an engine: a {@link org.reason4j.api.plugin.Plugin} whose class is one, too, is found by {@code train --engine NAME}. */
@Extension
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface ClusterEngineProvider {

    /** Its name, such as {@code spark}: lower case, without spaces. */
    String name();

    /**
     * Makes an engine that is not connected yet.
     *
     * @param settings by name, as {@code --master} and {@code --engine-set NAME=VALUE} give them
     * @throws org.reason4j.api.plugin.ConfigException if a setting is unknown, missing or wrong
     */
    ClusterEngine create(Map<String, String> settings);
}
