package org.reason4j.engine.spark;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.plugin.ConfigException;

/**
 * Settings of the engine.
 *
 * @param master URL of the cluster, as Spark's {@code --master} takes it
 * @param home Spark's installation, with {@code jars/}
 * @param install directory of reason4j on every worker; empty to send the product's jars
 * @param waitSeconds longest time until the first executor has registered
 * @param conf Spark's own settings, {@code spark.*}
 */
record SparkSettings(String master, Path home, Optional<Path> install, int waitSeconds, Map<String, String> conf) {

    private static final int WAIT_SECONDS = 120;

    /**
     * Reads settings.
     *
     * @throws ConfigException if one is unknown, missing or wrong
     */
    static SparkSettings of(Map<String, String> given, Map<String, String> environment) {
        Map<String, String> left = new TreeMap<>(given);
        Map<String, String> conf = ofSpark(given);
        left.keySet().removeAll(conf.keySet());
        Optional<String> master = Optional.ofNullable(left.remove("master"))
                .or(() -> Optional.ofNullable(System.getProperty("spark.master")));
        Optional<String> home =
                Optional.ofNullable(left.remove("home")).or(() -> Optional.ofNullable(environment.get("SPARK_HOME")));
        Optional<Path> install = Optional.ofNullable(left.remove("install")).map(Path::of);
        int wait = seconds(Optional.ofNullable(left.remove("waitSeconds")));
        check(
                left.isEmpty(),
                "The engine 'spark' has no setting %s. It has master, home, install and waitSeconds, and takes Spark's own, which"
                        + " begin with 'spark.'.",
                left.keySet());
        check(
                master.isPresent(),
                "The engine 'spark' needs a cluster. Name it with --master, such as spark://HOST:7077, or local-cluster[2,1,2048]"
                        + " for processes of this machine.");
        check(
                !master.orElseThrow().equals("local") && !master.orElseThrow().startsWith("local["),
                "The engine 'spark' has processes of their own as workers, but the master %s has threads of this one. Take"
                        + " --master local-cluster[2,1,2048] for processes of this machine, or --engine local for workers in"
                        + " this process.",
                master.orElseThrow());
        check(
                home.isPresent() && Files.isDirectory(Path.of(home.get(), "jars")),
                "The engine 'spark' uses the jars of a Spark installation, but %s. Set SPARK_HOME to the directory of Spark 4 that"
                        + " has jars/, or give it with --engine-set home=DIR.",
                home.map(directory -> "there is no directory " + Path.of(directory, "jars"))
                        .orElse("SPARK_HOME is not set"));
        return new SparkSettings(master.orElseThrow(), Path.of(home.orElseThrow()), install, wait, conf);
    }

    private static Map<String, String> ofSpark(Map<String, String> given) {
        Map<String, String> own = new TreeMap<>(given);
        own.keySet().removeIf(name -> !name.startsWith("spark."));
        return own;
    }

    private static int seconds(Optional<String> given) {
        try {
            int seconds = given.map(Integer::parseInt).orElse(WAIT_SECONDS);
            if (seconds > 0) {
                return seconds;
            }
        } catch (NumberFormatException e) { // told below
            throw new ConfigException("waitSeconds must be a whole number above 0, got '" + given.orElse("") + "'", e);
        }
        throw new ConfigException("waitSeconds must be a whole number above 0, got '" + given.orElse("") + "'");
    }

    /** True if all processes are of this machine. */
    boolean isOfThisMachine() {
        return master.startsWith("local");
    }
}
