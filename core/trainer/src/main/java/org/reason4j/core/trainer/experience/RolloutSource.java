package org.reason4j.core.trainer.experience;

import java.nio.file.Path;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;

/** Where the groups of a batch come from. */
public interface RolloutSource extends CheckpointPart, AutoCloseable {

    /**
     * Returns the groups of a batch.
     *
     * @param step the batch's prompts, and the policy with the weights that they will train
     * @param batch its number; batches count from 1 and are asked for in order
     */
    List<Group> groups(SamplingStep step, int batch);

    /** Writes what has been sampled and not been asked for. */
    @Override
    default void save(Path trainer) {}

    @Override
    default void restore(Path trainer) {}

    @Override
    default void close() {}
}
