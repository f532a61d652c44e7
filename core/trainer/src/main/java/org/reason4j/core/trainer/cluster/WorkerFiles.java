package org.reason4j.core.trainer.cluster;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.engine.model.kernel.ProcessSetting;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.PluginUnit;
import org.reason4j.core.host.plugin.jar.StoredJar;

/** Jars that a worker process needs: those of this program, and the plugins that offer the rewards it computes. */
final class WorkerFiles {

    private WorkerFiles() {}

    static WorkerSpec spec(WorkerSetup setup, PluginRegistry plugins) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path jar : classPath()) {
            files.put("lib/" + jar.getFileName(), jar);
        }
        Set<String> used = setup.rewards().values().stream()
                .map(reward -> plugins.find(Kind.REWARD, reward.name(), "rewards")
                        .origin()
                        .id())
                .collect(Collectors.toSet());
        for (InstalledPlugin plugin : plugins.plugins()) {
            Optional<PluginUnit> unit = plugin.unit();
            if (unit.isPresent() && used.contains(plugin.origin().id())) {
                add(unit.get(), files);
            }
        }
        Map<String, String> environment = ProcessSetting.all().stream()
                .collect(Collectors.toMap(ProcessSetting::variable, ProcessSetting::value));
        environment.put("OMP_NUM_THREADS", Integer.toString(setup.threads()));
        return WorkerSpec.of(RunWorker.class.getName(), setup.write(), files, environment);
    }

    /** Jars of this program: those of its class loader where it has one of its own, as under spark-submit. */
    private static List<Path> classPath() {
        return entries(WorkerFiles.class.getClassLoader())
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static Stream<String> entries(ClassLoader loader) {
        return loader instanceof URLClassLoader own
                ? Stream.of(own.getURLs())
                        .filter(url -> url.getProtocol().equals("file"))
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static void add(PluginUnit unit, Map<String, Path> files) {
        Path folder = unit.path().getFileName();
        for (StoredJar jar : unit.jars()) {
            String name = jar.source().equals(unit.path())
                    ? folder.toString()
                    : folder + "/"
                            + unit.path().relativize(jar.source()).toString().replace('\\', '/');
            files.put("plugins/" + name, jar.copy());
        }
    }
}
