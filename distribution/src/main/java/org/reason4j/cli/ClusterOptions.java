package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.cluster.ClusterEngineProvider;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.cluster.LocalCluster;
import picocli.CommandLine.Option;

/** Where rollouts, rewards and gradients are made: use it as a {@code @Mixin}. */
final class ClusterOptions {

    private static final String LOCAL = "local";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Let workers write rollouts and compute rewards and gradients: those of an installed engine, such as"
                            + " spark, or local for workers in this process.")
    private @Nullable String engine;

    @Option(names = "--master", paramLabel = "URL", description = "The engine's cluster, such as spark://HOST:7077.")
    private @Nullable String master;

    @Option(
            names = "--engine-set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the engine. May be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** The engine that was asked for; whoever asks closes it. */
    Optional<ClusterEngine> open(PluginRegistry plugins) {
        if (engine == null) {
            check(
                    master == null && settings.isEmpty(),
                    "--master and --engine-set belong to an engine. Name it with --engine, such as --engine spark.");
            return Optional.empty();
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        if (master != null) {
            all.put("master", master);
        }
        return Optional.of(
                engine.equals(LOCAL)
                        ? local(all, plugins)
                        : installed(engine, plugins).create(all));
    }

    private static ClusterEngine local(Map<String, String> settings, PluginRegistry plugins) {
        String workers = settings.getOrDefault("workers", "2");
        check(
                workers.matches("[1-9]\\d{0,3}") && List.of("workers").containsAll(settings.keySet()),
                "The engine 'local' has one setting, workers, a number from 1 to 9999, got %s",
                settings);
        return new LocalCluster(Integer.parseInt(workers), plugins);
    }

    private static ClusterEngineProvider installed(String name, PluginRegistry plugins) {
        List<ClusterEngineProvider> all = plugins.instancesOf(ClusterEngineProvider.class);
        String installed = Stream.concat(Stream.of(LOCAL), all.stream().map(ClusterEngineProvider::name))
                .sorted()
                .collect(Collectors.joining(", "));
        List<ClusterEngineProvider> named =
                all.stream().filter(one -> one.name().equals(name)).toList();
        check(
                named.size() < 2,
                "Two plugins offer an engine named '%s'. Remove one of them with plugins remove.",
                name);
        check(
                named.size() == 1,
                "No engine named '%s'. Installed: %s. Spark's is installed with: reason4j plugins install"
                        + " org.reason4j:engine-spark:VERSION",
                name,
                installed);
        return named.get(0);
    }
}
