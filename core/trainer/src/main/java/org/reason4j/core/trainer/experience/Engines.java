package org.reason4j.core.trainer.experience;

import java.util.function.LongConsumer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.core.engine.rollout.partial.PartialWriter;

/** Engines that write rollouts with the weights of one model. */
public interface Engines {

    /**
     * Opens the engine of a batch, with the environment of the recipe.
     *
     * @param batch its number over the whole run, part of every draw's key
     * @param progress called in the sampling thread with the number of finished responses
     */
    RolloutEngine rollouts(int batch, LongConsumer progress);

    /** Opens a writer of parts of responses, with the environment of the recipe; otherwise as {@link #rollouts}. */
    PartialWriter parts(int batch, LongConsumer progress);

    /** Opens an engine without an environment, for the policy as a text model. */
    RolloutEngine plain(int batch);

    /** Returns engines of the policy in this process, for measurements: what they write counts in no metric. */
    Engines measuring();
}
