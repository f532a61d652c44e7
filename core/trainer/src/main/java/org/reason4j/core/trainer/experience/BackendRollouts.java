package org.reason4j.core.trainer.experience;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.rollout.BackendPolicy;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.engine.rollout.partial.PartialWriter;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.plugin.Guard;

/**
 * Rollouts through the recipe's backend. The backend gets the policy's weights when the first batch after an update begins.
 * Calls of several threads take turns, and none is under way while the backend takes over weights.
 */
public final class BackendRollouts {

    private final RolloutBackend backend;
    private final BackendPolicy remote;
    private final Policy policy;
    private final Tokenizer tokenizer;
    private final Metrics metrics;
    private final ReentrantLock turn = new ReentrantLock(true);
    private OptionalLong version = OptionalLong.empty(); // of the weights that the backend has

    /**
     * Prepares to write through a backend.
     *
     * @param params how the recipe draws tokens
     * @param metrics is told where draws can't be repeated
     * @throws ConfigException if the backend can't do what the recipe needs
     */
    public BackendRollouts(
            RolloutBackend backend, Policy policy, Tokenizer tokenizer, SamplingParams params, Metrics metrics) {
        this.backend = backend;
        this.policy = policy;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
        remote = new BackendPolicy(
                Guard.describe(backend), backend, policy.model().config().maxPositions());
        check(
                remote.capabilities().sampledLogprobs()
                        || (params.topK() == 0 && params.topP() == 1 && params.minP() == 0),
                "The %s gives no log-probabilities after top-k, top-p and min-p, but the recipe has rollout.topK %s,"
                        + " rollout.topP %s and rollout.minP %s. Set them to 0, 1 and 0, or choose another backend.",
                remote.name(),
                params.topK(),
                params.topP(),
                params.minP());
    }

    /** Returns the abilities of the backend. */
    Capabilities capabilities() {
        return remote.capabilities();
    }

    /**
     * Opens the engine of a batch; hands over the weights first where the backend has older ones. Called from the training
     * thread.
     *
     * @param batch its number, part of every draw's key
     * @param finished is told the number of finished responses as it grows
     */
    RolloutEngine open(DecoderSettings settings, long seed, long batch, LongConsumer finished) {
        Decoder decoder = decoder(settings, seed, batch, finished);
        return new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                return takingTurns(() -> decoder.generate(requests));
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                return takingTurns(() -> decoder.generatePlans(plans));
            }
        };
    }

    /** Opens a writer of parts of responses; otherwise as {@link #open}. */
    PartialWriter openParts(DecoderSettings settings, long seed, long batch, LongConsumer finished) {
        Decoder decoder = decoder(settings, seed, batch, finished);
        return (responses, tokens) -> takingTurns(() -> decoder.write(responses, tokens));
    }

    private Decoder decoder(DecoderSettings settings, long seed, long batch, LongConsumer finished) {
        long current = policy.updates();
        takingTurns(() -> {
            if (version.isEmpty() || version.getAsLong() != current) {
                update(current);
            }
            return current;
        });
        if (!remote.capabilities().seeded()) {
            metrics.mean("rollout/unseeded", 1);
        }
        return new Decoder(remote, current, tokenizer, settings, seed, batch, finished);
    }

    private void update(long current) {
        Weights weights = new Weights(policy);
        try {
            backend.update(weights);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the " + remote.name() + " took over weights", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new PluginException(
                    "The " + remote.name() + " can't take over the weights after update " + current + ": " + e, e);
        } finally {
            weights.open = false;
        }
        version = OptionalLong.of(current);
    }

    private <T> T takingTurns(Supplier<T> work) {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while others were using the " + remote.name(), e);
        }
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /** The policy's weights during one call. */
    private static final class Weights implements PolicyWeights {

        private final Policy policy;
        private volatile boolean open = true;

        Weights(Policy policy) {
            this.policy = policy;
        }

        private Policy policy() {
            if (!open) {
                throw new IllegalStateException("The policy's weights can be used within RolloutBackend.update only.");
            }
            return policy;
        }

        @Override
        public long version() {
            return policy().updates();
        }

        @Override
        public void write(Path directory) {
            DurableFiles.createDirectoriesAbove(directory);
            policy().save(directory);
        }

        @Override
        public boolean hasAdapter() {
            return policy().hasAdapters();
        }

        @Override
        public void writeAdapter(Path directory) {
            DurableFiles.createDirectoriesAbove(directory);
            policy().saveAdapters(directory);
        }
    }
}
