package org.reason4j.core.trainer.cluster;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.cluster.Workers;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.kernel.TorchScript;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.trainer.checkpoint.ModelHash;
import org.reason4j.core.trainer.components.EngineSettings;
import org.reason4j.core.trainer.learning.RowPasses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run whose rollouts, rewards and gradients are made by workers of a cluster. */
public final class ClusterRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRun.class);

    /** Weights up to 256 MiB are shared as bytes. */
    private static final long MOST_SHARED = 256L << 20;

    private final Policy policy;
    private final Recipe recipe;
    private final Workers workers;
    private final PublishedWeights weights;
    private final ClusterBackend backend;
    private final Set<String> remote;

    private ClusterRun(Recipe recipe, Policy policy, Workers workers, Path root, Set<String> remote) {
        this.recipe = recipe;
        this.policy = policy;
        this.workers = workers;
        this.remote = remote;
        weights = new PublishedWeights(workers, policy, root, MOST_SHARED);
        backend = new ClusterBackend(workers, weights);
    }

    /**
     * Opens workers for a run.
     *
     * @param source the directory that the policy was loaded from
     * @param rewards those of the recipe; workers compute the ones that need nothing but their settings and the tokenizer
     * @param recompute whether activations are computed again in the backward pass
     * @param output the run's directory, which workers can read under the same name
     * @throws ConfigException if the run is one that workers can't help
     */
    public static ClusterRun open(
            ClusterEngine engine,
            PluginRegistry plugins,
            Recipe recipe,
            Policy policy,
            Path source,
            List<ActiveReward> rewards,
            boolean recompute,
            Path output) {
        check(
                recipe.training().staleness() == 0,
                "Workers write each batch with the newest weights, but training.staleness is %s. Set it to 0, or leave out"
                        + " --engine.",
                recipe.training().staleness());
        check(
                !policy.model().manager().getDevice().isGpu(),
                "Workers compute on the CPU, but the policy is on a GPU. Set device: cpu, or leave out --engine.");
        Map<String, Recipe.Component> remote = new TreeMap<>();
        rewards.stream()
                .filter(reward -> RemoteRewards.canMove(plugins, reward))
                .forEach(reward -> remote.put(reward.key(), reward.term().component()));
        WorkerSetup setup = new WorkerSetup(
                source.toAbsolutePath(),
                ModelHash.of(source),
                recipe.model().precision(),
                recipe.model().head(),
                EngineSettings.adapters(recipe.model()),
                recompute,
                recipe.data().template(),
                recipe.seed(),
                recipe.rollout().batchSize(),
                recipe.rollout().answerSeconds(),
                TorchScript.threads(),
                remote);
        Workers workers = open(engine, WorkerFiles.spec(setup, plugins));
        LOG.info("Workers write rollouts and compute the rewards {}.", remote.keySet());
        return new ClusterRun(recipe, policy, workers, output.resolve("cluster"), remote.keySet());
    }

    private static Workers open(ClusterEngine engine, WorkerSpec spec) {
        try {
            return engine.open(spec);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the cluster was opening workers", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new PluginException("The cluster can't open workers: " + e, e);
        }
    }

    /** Rollouts by workers. */
    public RolloutBackend backend() {
        return backend;
    }

    /** Calls of rewards at a time: at most one for each slot where workers compute some, since deadlines run while calls wait. */
    public int rewardThreads(int here) {
        return remote.isEmpty() ? here : Math.min(here, workers.slots());
    }

    /** The rewards, of which workers compute those that they can. */
    public List<ActiveReward> rewards(List<ActiveReward> rewards) {
        List<ActiveReward> moved = new ArrayList<>();
        for (ActiveReward reward : rewards) {
            moved.add(
                    remote.contains(reward.key())
                            ? new ActiveReward(reward.term(), new ClusterReward(workers, reward.key(), reward.reward()))
                            : reward);
        }
        return moved;
    }

    /**
     * Passes by workers; in this process where a gradient would be more than {@value RowPasses#MOST_SENT} numbers, where losses are
     * scaled, or where the weights move by a rule of the optimizer's own.
     *
     * @param here passes in this process
     */
    public RowPasses passes(RowPasses here, boolean ownRule) {
        long parameters = policy.trainableParameters();
        if (parameters > RowPasses.MOST_SENT || policy.lossScale().isPresent() || ownRule) {
            LOG.warn("Gradients are computed in this process: {}.", reason(parameters, ownRule));
            return here;
        }
        double seconds = recipe.rollout().answerSeconds();
        return new ClusterPasses(workers, weights, policy, Duration.ofNanos((long) (seconds * 1e9)));
    }

    private static String reason(long parameters, boolean ownRule) {
        if (ownRule) {
            return "the optimizer moves the weights by a rule of its own";
        }
        return parameters > RowPasses.MOST_SENT
                ? parameters + " trained parameters are more than " + RowPasses.MOST_SENT
                        + ", the most that are sent; adapters would be less"
                : "its passes are in fp16";
    }

    @Override
    public void close() {
        try (workers;
                weights) {
            backend.close();
        }
    }
}
