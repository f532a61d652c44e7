package org.reason4j.core.trainer.checkpoint;

/**
 * Settings of the checkpoints of a run.
 *
 * @param steps number of steps of the run; the last one always has a checkpoint
 * @param every steps between checkpoints; 0 for those alone that somebody asks for
 * @param keepLast number of newest checkpoints that are kept
 * @param keepBest whether the checkpoint with the best held-out accuracy is kept, too
 * @param recipe the resolved recipe, as YAML
 */
public record CheckpointSettings(int steps, int every, int keepLast, boolean keepBest, String recipe) {

    /** Returns settings by which a checkpoint is written when it is asked for, and none is deleted. */
    public CheckpointSettings onlyWhenAsked() {
        return new CheckpointSettings(steps, 0, keepLast, keepBest, recipe);
    }
}
