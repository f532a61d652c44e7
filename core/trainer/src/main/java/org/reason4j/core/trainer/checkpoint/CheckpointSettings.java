package org.reason4j.core.trainer.checkpoint;

/**
 * Settings of the checkpoints of a run.
 *
 * @param steps number of steps of the run; the last one always has a checkpoint
 * @param every steps between checkpoints
 * @param keepLast number of newest checkpoints that are kept
 * @param keepBest whether the checkpoint with the best held-out accuracy is kept, too
 * @param recipe the resolved recipe, as YAML
 */
public record CheckpointSettings(int steps, int every, int keepLast, boolean keepBest, String recipe) {}
