package org.reason4j.core.trainer.checkpoint;

import java.nio.file.Path;

/** Part of every checkpoint, with files of its own. */
public interface CheckpointPart {

    /** Writes into a checkpoint's {@code trainer/}. */
    void save(Path trainer);

    /** Goes on from what {@link #save} wrote. */
    void restore(Path trainer);
}
