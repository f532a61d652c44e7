package org.reason4j.core.trainer.experience;

import java.util.function.LongConsumer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.engine.rollout.partial.PartialWriter;

/**
 * Engines over the recipe's backend. The policy as a text model, and what measurements ask it for, stay in this process.
 *
 * @param local engines of the policy in this process
 */
public record BackendEngines(BackendRollouts backend, DecoderSettings settings, long seed, Engines local)
        implements Engines {

    @Override
    public RolloutEngine rollouts(int batch, LongConsumer progress) {
        return backend.open(settings, seed, batch, progress);
    }

    @Override
    public PartialWriter parts(int batch, LongConsumer progress) {
        return backend.openParts(settings, seed, batch, progress);
    }

    @Override
    public RolloutEngine plain(int batch) {
        return local.plain(batch);
    }

    @Override
    public Engines measuring() {
        return local.measuring();
    }
}
