/**
 * Worker processes of Apache Spark 4 for rollouts, rewards and gradients. Choose it where machines with many cores are at hand and
 * adapters or small models are trained; for large models on GPUs, servers of models write rollouts faster.
 *
 * <p>Spark's classes are those of the installation that {@code SPARK_HOME} names. They are loaded apart from those of this process,
 * whose libraries have other versions. On executors it is the other way round: the classes of the run are loaded apart from Spark's.
 *
 * @see <a href="https://spark.apache.org/docs/4.0.0/cluster-overview.html">Spark's cluster mode</a>
 */
@NullMarked
package org.reason4j.engine.spark;

import org.jspecify.annotations.NullMarked;
