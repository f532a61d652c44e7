package org.reason4j.core.trainer.checkpoint;

import java.nio.file.Path;

/** Somebody with state of its own in every checkpoint. */
public interface CheckpointPart {

    /** Writes into a checkpoint's {@code trainer/}. */
    void save(Path trainer);

    /** Goes on from what {@link #save} wrote. */
    void restore(Path trainer);
}
