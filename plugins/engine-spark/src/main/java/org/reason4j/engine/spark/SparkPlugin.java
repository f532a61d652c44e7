package org.reason4j.engine.spark;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.cluster.ClusterEngineProvider;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the engine {@code spark}, whose classes are loaded with those of the Spark installation; it has no components of recipes. */
public final class SparkPlugin implements Plugin, ClusterEngineProvider {

    private static final String ENGINE = "org.reason4j.engine.spark.SparkEngine";

    @Override
    public void register(Registry registry) {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public ClusterEngine create(Map<String, String> settings) {
        SparkSettings read = SparkSettings.of(settings, System.getenv());
        SparkClassLoader classes = SparkClassLoader.of(read.home());
        try {
            return (ClusterEngine) Class.forName(ENGINE, true, classes)
                    .getConstructor(Map.class, Path.class, ClassLoader.class)
                    .newInstance(settings, SparkClassLoader.ownJar(), classes);
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof ConfigException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("Spark's engine can't be made: " + e.getTargetException(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ConfigException(
                    "The classes of Spark in " + read.home() + "/jars can't be used: " + e
                            + ". engine-spark works with Spark 4; set SPARK_HOME to such an installation.",
                    e);
        }
    }
}
