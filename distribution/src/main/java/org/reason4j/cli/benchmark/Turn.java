package org.reason4j.cli.benchmark;

/**
 * What one repetition of a row took.
 *
 * @param seconds of the work by the clock
 * @param processorSeconds of the work, of all processors together; NaN where the system does not tell
 * @param updateSeconds of the update that follows, by the clock; 0 in rollouts
 * @param updateProcessorSeconds of the update; 0 in rollouts
 */
record Turn(double seconds, double processorSeconds, double updateSeconds, double updateProcessorSeconds) {}
