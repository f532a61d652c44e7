package org.reason4j.engine.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.cluster.Workers;
import org.reason4j.api.plugin.PluginException;

/** A connection to a Spark cluster, with this process as the driver. */
public final class SparkEngine implements ClusterEngine {

    private static final long PAUSE_MILLIS = 100;

    /** Settings of the engine's own, which the user's override. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "spark.app.name", "reason4j",
            "spark.ui.enabled", "false",
            "spark.log.level", "WARN",
            "spark.broadcast.compress", "false", // weights do not shrink
            "spark.broadcast.blockSize", "16m",
            "spark.driver.maxResultSize", "4g",
            "spark.files.overwrite", "true");

    private final SparkSettings settings;
    private final Path ownJar;
    private final ClassLoader classes;
    private @Nullable JavaSparkContext context;

    /**
     * Makes an engine; called by reflection.
     *
     * @param settings as users gave them
     * @param ownJar the jar of this class, which executors need, too
     * @param classes Spark's and those of this jar
     */
    public SparkEngine(Map<String, String> settings, Path ownJar, ClassLoader classes) {
        this.settings = SparkSettings.of(settings, System.getenv());
        this.ownJar = ownJar;
        this.classes = classes;
    }

    @Override
    public synchronized Workers open(WorkerSpec spec) throws InterruptedException {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            JavaSparkContext connected = context;
            if (connected == null) {
                connected = new JavaSparkContext(conf(spec));
                context = connected;
            }
            awaitExecutor(connected);
            return new SparkWorkers(connected, spec, settings, classes);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private SparkConf conf(WorkerSpec spec) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        if (settings.isOfThisMachine()) {
            all.put("spark.driver.host", "127.0.0.1");
            all.put("spark.driver.bindAddress", "127.0.0.1");
        }
        spec.environment().forEach((name, value) -> all.put("spark.executorEnv." + name, value));
        all.put("spark.executorEnv.SPARK_SCALA_VERSION", "2.13"); // else Spark looks for a build of its sources
        SparkConf conf = new SparkConf(true); // what spark-submit has set
        all.forEach((name, value) -> conf.setIfMissing(name, value));
        settings.conf().forEach(conf::set);
        conf.setMaster(settings.master());
        String options = conf.get("spark.executor.extraJavaOptions", "");
        conf.set(
                "spark.executor.extraJavaOptions",
                (options + " -Dai.djl.offline=true").strip()); // nothing is downloaded
        Stream<String> others = Stream.of(conf.get("spark.jars", "").split(",")).filter(jar -> isOfTheUser(jar, spec));
        return conf.set(
                "spark.jars",
                Stream.concat(others, Stream.of(ownJar.toString())).collect(Collectors.joining(",")));
    }

    /** False for the product's own jars, of which spark-submit knows, too: workers get them otherwise. */
    private static boolean isOfTheUser(String jar, WorkerSpec spec) {
        return !jar.isEmpty() && !spec.files().containsKey("lib/" + jar.substring(jar.lastIndexOf('/') + 1));
    }

    private void awaitExecutor(JavaSparkContext connected) throws InterruptedException {
        long end = System.nanoTime() + settings.waitSeconds() * 1_000_000_000L;
        while (connected.statusTracker().getExecutorInfos().length < 2) { // the driver is one of them
            if (System.nanoTime() > end) {
                throw new PluginException("No executor of " + settings.master() + " has registered within "
                        + settings.waitSeconds()
                        + " seconds (waitSeconds). See the cluster's own page or logs: perhaps it has no free cores or"
                        + " memory, or its executors can't reach this machine (spark.driver.host).");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public synchronized void close() {
        JavaSparkContext connected = context;
        context = null;
        if (connected != null) {
            connected.close();
        }
    }
}
