/**
 * Trackers whose numbers other programs read: an MLflow tracking server, Prometheus, and the offline runs of Weights and Biases.
 *
 * <p>None of them is needed to keep numbers: core's tracker {@code jsonl} writes them to the run's directory. These are for
 * those who compare runs elsewhere, or want to be alerted.
 */
@NullMarked
package org.reason4j.trackers;

import org.jspecify.annotations.NullMarked;
