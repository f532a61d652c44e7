package org.reason4j.core.trainer.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.core.formats.file.JsonValue;

/** Part of every checkpoint, with files of its own. */
public interface CheckpointPart {

    /** Writes into a checkpoint's {@code trainer/}. */
    void save(Path trainer);

    /** Goes on from what {@link #save} wrote. */
    void restore(Path trainer);

    /** A number of this part that must not be saved, because training can't go on with it; empty if there is none. */
    default Optional<String> brokenNumber() {
        return Optional.empty();
    }

    /** Reads a JSON file of a checkpoint. */
    static JsonValue read(Path file) {
        return JsonValue.read(
                file, "Put the checkpoint's files back as they were written, or take another one with --resume-from.");
    }
}
