package org.reason4j.core.trainer.evaluation;

/**
 * Settings of the measurements of a run.
 *
 * @param every steps between measurements while training; 0 for none
 * @param during number of problems of those; 0 for all
 * @param samples per problem before and after training, on top of the greedy response
 * @param threshold least reward of a correct response
 */
public record HeldOutSettings(int every, int during, int samples, double threshold) {}
