package org.reason4j.trackers.wandb;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of an offline run of Weights and Biases.
 *
 * @param project project that gets the run when it is uploaded
 * @param entity user or team that it belongs to; empty for that of whoever uploads it
 * @param group runs that belong together there; empty for none
 * @param runName name of the run there; empty for the name of the recipe
 * @param tags tags of the run
 */
public record WandbConfig(String project, String entity, String group, String runName, List<String> tags) {

    /** The project {@code reason4j} of whoever uploads. */
    public static final WandbConfig DEFAULTS = new WandbConfig("reason4j", "", "", "", List.of());

    public WandbConfig {
        check(!project.isBlank(), "wandb-offline.project must not be empty; set it to the project's name");
        tags = List.copyOf(tags);
    }
}
