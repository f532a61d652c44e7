package org.reason4j.trackers;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.trackers.mlflow.MlflowConfig;
import org.reason4j.trackers.mlflow.MlflowTracker;
import org.reason4j.trackers.prometheus.PrometheusConfig;
import org.reason4j.trackers.prometheus.PrometheusTracker;
import org.reason4j.trackers.wandb.WandbConfig;
import org.reason4j.trackers.wandb.WandbTracker;

/** Offers trackers whose numbers other programs read. */
public final class TrackersPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.tracker("mlflow", MlflowConfig.DEFAULTS, MlflowTracker.class);
        registry.tracker("prometheus", PrometheusConfig.DEFAULTS, PrometheusTracker.class);
        registry.tracker("wandb-offline", WandbConfig.DEFAULTS, WandbTracker.class);
    }
}
